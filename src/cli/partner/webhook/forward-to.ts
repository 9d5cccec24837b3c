import { CommandError, EXIT } from "../../exit-codes.ts";

/** The environment variable for an address with a key, which a command line would expose. */
export const FORWARD_TO = "CSP_BASELINE_WEBHOOK_FORWARD_TO";

/** Returns the address for events of another system. @throws {CommandError} when it is not an https address */
export function forwardAddress(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const text = flag ?? (env[FORWARD_TO] || undefined);
  if (text === undefined) return undefined;
  if (URL.canParse(text) && new URL(text).protocol === "https:") return new URL(text).href;
  throw new CommandError(`--forward-to (or ${FORWARD_TO}) must be an https address`, EXIT.invalid);
}
