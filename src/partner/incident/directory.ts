import { z } from "zod";
import type { Graph } from "../graph/graph.ts";
import { text } from "../graph/lenient.ts";
import { type Caller, shown } from "./activity.ts";
import type { TimelineEntry } from "./report.ts";

const MOST = 1000;
/** The maximum number of users whose sign-ins are read. */
export const MOST_USERS = 10;
const SIGN_INS_OF_A_USER = 200;

/** Changes of a directory with which an attacker keeps access: credentials, consent, roles, users. */
const LASTING =
  /credential|certificates and secrets|consent to application|app role assignment|oauth2|member to role|add service principal|^add application|^add user|^invite external user|reset (user )?password|conditional access|federation|owner to/i;

const auditSchema = z.object({
  activityDateTime: z.iso.datetime({ offset: true }),
  activityDisplayName: z.string(),
  result: text,
  initiatedBy: z
    .object({
      user: z.object({ userPrincipalName: text, ipAddress: text }).nullish().catch(undefined),
      app: z.object({ displayName: text }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  targetResources: z.array(z.object({ displayName: text, userPrincipalName: text })).catch([]),
});

/** Entries, and whether they are complete. */
export interface DirectoryEntries {
  readonly entries: readonly TimelineEntry[];
  readonly isCut: boolean;
}

/**
 * Returns changes in a tenant's audit log with which an attacker keeps access. Entra keeps the log for 30 days, and for
 * 7 without a license. https://learn.microsoft.com/graph/api/directoryaudit-list
 * @throws {AzureFailure}
 */
export async function readDirectoryAudits(graph: Graph, since: Date): Promise<DirectoryEntries> {
  const entries: TimelineEntry[] = [];
  let read = 0;
  for await (const page of graph.list(
    `/auditLogs/directoryAudits?$filter=activityDateTime ge ${since.toISOString()}&$top=${MOST}`,
  )) {
    entries.push(...page.flatMap(auditEntry));
    read += page.length;
    if (read >= MOST) return { entries, isCut: true };
  }
  return { entries, isCut: false };
}

function auditEntry(value: unknown): TimelineEntry[] {
  const { data } = auditSchema.safeParse(value);
  if (data === undefined || !LASTING.test(data.activityDisplayName)) return [];
  const { activityDisplayName, initiatedBy, result, targetResources } = data;
  const targets = targetResources
    .map((one) => one.displayName ?? one.userPrincipalName ?? "")
    .filter(Boolean);
  const about = targets.length === 0 ? "" : `: ${targets.join(", ")}`;
  const failed = result === undefined || result === "success" ? "" : `, ${result}`;
  const kind = /credential|certificates and secrets|password/i.test(activityDisplayName)
    ? "credential"
    : "directory";
  return [
    {
      at: new Date(data.activityDateTime).toISOString(),
      kind,
      what: shown(`${activityDisplayName}${about}${failed}`, 300) ?? "",
      who: shown(initiatedBy?.user?.userPrincipalName ?? initiatedBy?.app?.displayName),
      address: shown(initiatedBy?.user?.ipAddress),
      resource: null,
      source: "directory-audits",
    },
  ];
}

const signInSchema = z.object({
  createdDateTime: z.iso.datetime({ offset: true }),
  userPrincipalName: text,
  appDisplayName: text,
  ipAddress: text,
  authenticationRequirement: text,
  riskLevelDuringSignIn: text,
  status: z
    .object({ errorCode: z.number().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  location: z.object({ city: text, countryOrRegion: text }).nullish().catch(undefined),
});

/**
 * Returns the sign-ins of a user. https://learn.microsoft.com/graph/api/signin-list
 * @throws {AzureFailure}
 */
export async function readSignIns(graph: Graph, { user }: Caller, since: Date): Promise<DirectoryEntries> {
  const filter = `createdDateTime ge ${since.toISOString()} and userPrincipalName eq '${user.replaceAll("'", "''")}'`;
  const entries: TimelineEntry[] = [];
  for await (const page of graph.list(
    `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=${SIGN_INS_OF_A_USER}`,
  )) {
    entries.push(...page.flatMap(signInEntry));
    if (entries.length >= SIGN_INS_OF_A_USER)
      return { entries: entries.slice(0, SIGN_INS_OF_A_USER), isCut: true };
  }
  return { entries, isCut: false };
}

function signInEntry(value: unknown): TimelineEntry[] {
  const { data } = signInSchema.safeParse(value);
  if (data === undefined) return [];
  const { appDisplayName, authenticationRequirement, location, riskLevelDuringSignIn, status } = data;
  const place = [location?.city, location?.countryOrRegion].filter(Boolean).join(", ");
  const code = status?.errorCode ?? 0;
  const parts = [
    `${code === 0 ? "signed in to" : `failed (error ${code}) to sign in to`} ${appDisplayName ?? "an application"}`,
    ...(place === "" ? [] : [`from ${place}`]),
    ...(authenticationRequirement === "singleFactorAuthentication" ? ["with one factor"] : []),
    ...(riskLevelDuringSignIn === undefined || /^(none|hidden)$/.test(riskLevelDuringSignIn)
      ? []
      : [`risk ${riskLevelDuringSignIn}`]),
  ];
  return [
    {
      at: new Date(data.createdDateTime).toISOString(),
      kind: "sign-in",
      what: shown(parts.join(", ").replace(", from ", " from "), 300) ?? "",
      who: shown(data.userPrincipalName),
      address: shown(data.ipAddress),
      resource: null,
      source: "sign-ins",
    },
  ];
}
