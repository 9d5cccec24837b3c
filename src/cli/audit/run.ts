import { statSync } from "node:fs";
import { delegationBody, onboardingOf } from "../../adopt/onboard/index.ts";
import { roleName } from "../../adopt/onboard/roles.ts";
import {
  AccessAudit,
  AuditJudge,
  type AuditResult,
  AZURE_SOURCES,
  type AzureSourceKind,
  adoptionYaml,
  auditAzure,
  auditExports,
  azureSources,
  DeclaredStacks,
  type JudgedSubscription,
  Since,
  signIns,
  TenantAudit,
} from "../../audit/index.ts";
import { ArmExports } from "../../evidence/arm/index.ts";
import { type Finding, isOpenDuty, type PartnerFinding } from "../../findings/index.ts";
import { FindingsFileError } from "../../findings/read-findings.ts";
import { suggestion } from "../../fleet/find.ts";
import type { CalendarDate, Fleet, Subscription } from "../../fleet/index.ts";
import { inShard } from "../../fleet/selection.ts";
import { judgePartner, type PartnerObservations } from "../../partner/index.ts";
import type { BuildStack } from "../../synthesis/index.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import { type Console, count, counted, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, openFleet, today } from "../fleet-input.ts";
import { observed, observedJournal } from "../partner/observed.ts";
import {
  type FindingsOptions,
  readSelection,
  type Selection,
  saySelected,
  selectSubscriptions,
} from "../selection.ts";
import { whySignedOut } from "../signed-out.ts";
import { exportFiles } from "./files.ts";
import { type AuditFormat, AuditOutput } from "./output.ts";
import { showCoverage } from "./report.ts";

export interface AuditOptions extends FleetOptions, FindingsOptions {
  /** Files, and folders of files, exported from Azure. @default - Azure itself */
  readonly from?: readonly string[];
  /** The lists of subscriptions to read, separated by commas: `arm`, `graph`, `partner-center`. @default - arm,graph */
  readonly source?: string;
  /** Also compares all declared resources with Azure. Differences are reported as drift, not as failed controls. */
  readonly drift?: boolean;
  /** Prints the fleet's YAML for unmanaged subscriptions instead of findings. */
  readonly adopt?: boolean;
  /** Reads the partner's own duties from Microsoft Graph. */
  readonly partner?: boolean;
  /** Findings of an earlier run. */
  readonly since?: string;
  /**
   * The deployed `cdktf.out`.
   *
   * @default - $CDKTF_OUTDIR or cdktf.out if it exists, or else the stacks built in memory
   */
  readonly stacks?: string;
  /** @default "human" */
  readonly format?: AuditFormat;
  /** @default - standard output */
  readonly output?: string;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** `csp-baseline audit`: judges every existing subscription in Azure. */
export async function audit(options: AuditOptions, console: Console): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const since = options.since === undefined ? undefined : readSince(options.since);
  const selection = readSelection(options);
  saySelected(selection, fleet, console);
  const asked = options.partner === true ? await observed(fleet, console) : {};
  const observations = { ...asked, ...(await observedJournal(console)) };
  const scope = scopeOf(fleet, selection, options, today(console), observations);
  const output = new AuditOutput(options, since, scope.isJudged);
  try {
    const result = await run(fleet, scope, options, console, output);
    console.progress("");
    const signedOut = whySignedOut(result, fleet);
    if (signedOut !== undefined) {
      console.err(signedOut);
      if (options.format === undefined || options.format === "human" || options.adopt) return EXIT.outside;
    } else showCoverage(result, console);
    if (!options.adopt) output.finish(fleet, result, scope.duties, console);
    else if (result.coverage.unmanaged.length === 0) console.err("there is nothing to adopt");
    else output.write(adoptionYaml(fleet, result.coverage.unmanaged), console);
    const code = exitCodeOf(result, scope.duties);
    return options.adopt && code === EXIT.findings ? EXIT.ok : code;
  } finally {
    output.close();
  }
}

/** Returns 3 when nothing could be read, or no source returned a subscription; 1 when a finding is open. */
function exitCodeOf(
  { coverage, read, summary }: AuditResult,
  duties: readonly PartnerFinding[] = [],
): ExitCode {
  const isBlind = coverage.answers.every(({ subscriptions }) => subscriptions.length === 0);
  if (isBlind || (read === 0 && summary.subscriptions > 0)) return EXIT.outside;
  return summary.fail > 0 || summary.unknown > 0 || duties.some(isOpenDuty) ? EXIT.findings : EXIT.ok;
}

/** The subscriptions of this run. */
interface Scope {
  readonly subscriptions: readonly Subscription[];
  /**
   * Whether it reports this unmanaged subscription: one of several shards does; a run with `--only` reports none of
   * some.
   */
  readonly isWanted: (subscriptionId: string) => boolean;
  readonly isJudged: (subscriptionId: string) => boolean;
  /** Whether it judges the partner's own duties: one of several shards does, and a run with `--only` does not. */
  readonly duties: readonly PartnerFinding[] | undefined;
}

function scopeOf(
  fleet: Fleet,
  selection: Selection,
  options: AuditOptions,
  day: CalendarDate,
  observations: PartnerObservations,
): Scope {
  const { shard } = selection;
  // Unmanaged subscriptions come from the lists of subscriptions.
  const subscriptions = options.adopt ? [] : selectSubscriptions(fleet, selection);
  const ids = new Set<string>(subscriptions.map(({ id }) => id));
  const isWanted = (id: string) => selection.isWhole && (shard === undefined || inShard(id, shard));
  const isJudged = (id: string) => ids.has(id) || (fleet.subscription(id) === undefined && isWanted(id));
  const isWhole = !options.adopt && selection.isWhole && (shard?.index ?? 1) === 1;
  const duties = isWhole ? judgePartner(fleet.partner, day, observations) : undefined;
  return { subscriptions, isWanted, isJudged, duties };
}

async function run(
  fleet: Fleet,
  { isWanted, subscriptions }: Scope,
  options: AuditOptions,
  console: Console,
  output: AuditOutput,
): Promise<AuditResult> {
  let done = 0;
  const auditOptions = {
    subscriptions,
    isWanted,
    judge: new AuditJudge({
      today: today(console),
      declared: new DeclaredStacks(fleet, stacksFolder(options, console), options.build),
      passes: options.format === "json" || options.format === "junit",
      ...(options.drift === undefined ? {} : { drift: options.drift }),
    }),
    access: new AccessAudit({
      partnerTenantId: fleet.partner.tenantId,
      asked: (customer) => delegationBody(onboardingOf(fleet, customer)),
      roleName,
      now: console.now(),
    }),
    tenants: new TenantAudit(fleet.tenants),
    onSubscription: (subscription: Subscription, { drift }: JudgedSubscription) =>
      output.addDrift(subscription, drift),
    onFindings: (findings: readonly Finding[]) => {
      output.add(findings);
      done += 1;
      if (done % 100 === 0)
        console.progress(`${count(done)} of ${counted(subscriptions.length, "subscription")}`);
    },
  };
  if (options.from !== undefined)
    return auditExports(fleet, readExports(options.from, console), auditOptions);
  const all = await signIns(fleet, { endpoints: readEndpoints(console), env: console.env });
  const sources = azureSources(all, sourceKinds(options.source));
  const result = await auditAzure(fleet, { ...auditOptions, signIns: all, sources });
  const sent = all.reduce((sum, { connection }) => sum + connection.throttle.counts.sent, 0);
  const throttled = all.reduce((sum, { connection }) => sum + connection.throttle.counts.throttled, 0);
  if (sent === 0) return result;
  note(console, `${counted(sent, "request")} to Azure Resource Manager, ${count(throttled)} throttled (429)`);
  return result;
}

function readExports(from: readonly string[], console: Console): ArmExports {
  const exports = new ArmExports();
  const files = exportFiles(from);
  for (const [index, file] of files.entries()) {
    console.progress(`${count(index)} of ${counted(files.length, "file")}`);
    exports.add(file);
  }
  const unreadable = exports.problems.filter(({ kind }) => kind === "unreadable").length;
  if (unreadable === files.length) {
    const [first] = exports.problems;
    const place = first === undefined ? "" : ` ${first.file}: ${first.message}`;
    throw new CommandError(
      `none of ${counted(files.length, "exported file")} could be read.${place}`,
      EXIT.invalid,
    );
  }
  return exports;
}

function readSince(path: string): Since {
  try {
    return new Since(path);
  } catch (error) {
    if (error instanceof FindingsFileError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

function sourceKinds(source = "arm,graph"): AzureSourceKind[] {
  return source.split(",").map((part) => {
    const kind = AZURE_SOURCES.find((known) => known === part.trim());
    if (kind !== undefined) return kind;
    const found = JSON.stringify(part.trim());
    const near = suggestion(part.trim(), AZURE_SOURCES);
    throw new CommandError(
      `--source must be of ${AZURE_SOURCES.join(", ")}, got ${found}${near}`,
      EXIT.invalid,
    );
  });
}

function stacksFolder({ stacks }: AuditOptions, console: Console): string | undefined {
  const folder = stacks ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out");
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere || stacks === undefined) return isThere ? folder : undefined;
  throw new CommandError(
    `--stacks ${JSON.stringify(stacks)} is not a folder: use the cdktf.out of synth`,
    EXIT.invalid,
  );
}
