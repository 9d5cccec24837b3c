import { EndpointError } from "../../azure/endpoints.ts";
import { AzureFailure } from "../../azure/failure.ts";
import type { Fleet } from "../../fleet/index.ts";
import type { ConnectPartnerOptions } from "../../partner/connect.ts";
import { MFA_FIX, MFA_REQUIRED } from "../../partner/partner-center/mfa-claim.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import type { FleetOptions } from "../fleet-input.ts";

/** Options of the verbs about the partner's duties. */
export interface PartnerOptions extends FleetOptions {
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** Options of the verbs that can compare with Microsoft Graph. */
export interface ObservableOptions extends PartnerOptions {
  /** Reads Microsoft Graph. @default - only the fleet */
  readonly live?: boolean;
}

/** One value as JSON for `--format json`. */
export function showJson(value: unknown, console: Console): void {
  console.out(JSON.stringify(value, undefined, 2));
}

/** The part of a connection that tests replace. */
export type Connection = Partial<Omit<ConnectPartnerOptions, "tenantId" | "env" | "say">>;

/** The messages of connections that a console has shown. */
const messagesShownOn = new WeakMap<Console, Set<string>>();

/** The settings of a connection from the environment. */
export function connectOptions(
  { partner }: Fleet,
  console: Console,
  connection: Connection = {},
): ConnectPartnerOptions {
  const { env } = console;
  // A verb may connect several times.
  const shown = messagesShownOn.get(console) ?? new Set<string>();
  messagesShownOn.set(console, shown);
  const say = (message: string) => {
    if (!shown.has(message)) console.err(message);
    shown.add(message);
  };
  return { ...connection, tenantId: partner.tenantId, env, say };
}

/**
 * Ends a verb that needs access which an indirect reseller does not have.
 * @param what `Partner Center's API`
 * @throws {CommandError}
 */
export function notForResellers({ partner }: Fleet, what: string): void {
  if (partner.role !== "indirect-reseller") return;
  throw new CommandError(
    `an indirect reseller has no access to ${what}: contact your indirect provider, who has it for your customers`,
    EXIT.invalid,
  );
}

/**
 * Sends a request to Microsoft, and converts a failure to a message with an exit code.
 * @param service in the message: `Microsoft Graph`
 * @param permission the missing permission of a 403
 */
export async function asking<Found>(
  service: string,
  permission: string,
  ask: () => Promise<Found>,
): Promise<Found> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    if (!(error instanceof AzureFailure)) throw error;
    throw new CommandError(failureText(service, permission, error), EXIT.outside);
  }
}

/** Formats one line. */
export function failureText(service: string, permission: string, failure: AzureFailure): string {
  const { code, message, status } = failure;
  const hint = code === MFA_REQUIRED ? `; ${MFA_FIX}` : status === 403 ? `; it needs ${permission}` : "";
  return `${service}: ${message}${hint}`;
}
