import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { maskMessage } from "../text/mask-message.ts";
import { printable } from "../text/printable.ts";
import { withoutRequest } from "./azure-error.ts";

/**
 * The kind of a Terraform failure:
 * - `throttled`: Azure limits requests
 * - `transient`: network, a server's error or an expired token, for which a new process may succeed
 * - `locked`: another process holds the state
 * - `not-ready`: Cost Management does not accept the new subscription yet
 * - `unavailable`: Azure accepts no changes of the subscription, which is disabled, warned, past due or transferred
 * - `stale`: the state changed after the plan
 * - `uninitialized`: the stack needs `terraform init`
 * - `providers`: a provider cannot be installed
 * - `killed`: a signal of another process ended Terraform
 * - `interrupted`: this run ended Terraform
 * - `uncovered`: the plan would leave a subscription without a part of its baseline
 * - `other`: any other failure
 */
export const FAILURE_KINDS = [
  "throttled",
  "transient",
  "locked",
  "not-ready",
  "unavailable",
  "stale",
  "uninitialized",
  "providers",
  "killed",
  "interrupted",
  "uncovered",
  "other",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export interface Failure {
  readonly kind: FailureKind;
  /** Terraform's first error, on one line, with possible secrets removed. */
  readonly message: string;
  /** The delay that Azure asks for in milliseconds, where the output has it. */
  readonly retryAfter?: number;
}

/** In the order of precedence: a message may have a status code and an error code. */
const SIGNS: readonly (readonly [FailureKind, RegExp])[] = [
  ["not-ready", /Cost management data is not supported for subscription/i],
  [
    "unavailable",
    // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
    /ReadOnlyDisabledSubscription|InvalidAuthenticationTokenTenant/,
  ],
  ["stale", /Saved plan is stale|plan file can no longer be applied|Saved plan does not match/i],
  [
    "locked",
    /Error acquiring the state lock|state blob is already locked|LeaseAlreadyPresent|workspace already locked/i,
  ],
  [
    "uninitialized",
    /Backend initialization required|Inconsistent dependency lock file|Required plugins are not installed|there is no package for|run:?\s+(terraform|tofu) init/i,
  ],
  [
    "throttled",
    /TooManyRequests|\b429\b|SubscriptionRequestsThrottled|OperationNotAllowed.*rate limit|request limit/i,
  ],
  [
    "providers",
    /Failed to query available provider packages|Failed to install provider|Could not retrieve the list of available versions|Invalid provider registry host/i,
  ],
  [
    "transient",
    /\b(500|502|503|504)\b[ :]*(Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|StatusCode[=: ]+5\d\d|unexpected status 5\d\d|InternalServerError|ServerBusy|ServiceUnavailable|GatewayTimeout|connection (reset|refused)|broken pipe|i\/o timeout|TLS handshake timeout|no such host|server misbehaving|network is unreachable|context deadline exceeded|unexpected EOF|ExpiredAuthenticationToken|AADSTS(700024|90033|50196)/i,
  ],
];

/**
 * Determines the kind of failure from Terraform's output.
 * @param secrets values that must not be shown, the longest first
 */
export function classify(output: string, secrets: readonly string[] = []): Failure {
  const message = printable(
    tooOld(output) ?? signedOut(output) ?? maskMessage(withoutRequest(firstError(output)), secrets),
    500,
  );
  const kind = SIGNS.find(([, sign]) => sign.test(output))?.[0] ?? "other";
  const seconds = /Retry-?After["']?[:= ]+["'[]*(\d{1,5})\b/i.exec(output)?.[1];
  return { kind, message, ...(seconds === undefined ? {} : { retryAfter: Number(seconds) * 1000 }) };
}

/** The remedy for an outdated Terraform, whose own message does not contain the needed version. */
function tooOld(output: string): string | undefined {
  const [, program, version] =
    /does not support (Terraform|OpenTofu) version (\d{1,4}(?:\.\d{1,4}){0,3}[\w-]{0,20})/.exec(output) ?? [];
  if (version === undefined) return undefined;
  const [, needed = "a newer one"] = /"?required_version"?\s*[:=]\s*"([^"\n]{1,40})"/.exec(output) ?? [];
  const moves = needed.includes("1.8")
    ? " A move from azurerm to azapi needs Terraform 1.8 or OpenTofu 1.10: install one, or take provider.movedFrom out of the fleet until then."
    : " Install a newer one.";
  return `${program} ${version} is too old for this stack, which needs ${needed}.${moves}`;
}

/**
 * The first finds nothing to sign in with; azapi prints it. Azure's answer to a wrong secret has a code of Entra and is
 * shown as it is. The others are azurerm's.
 */
const SIGNED_OUT =
  /ChainedTokenCredential:\s+failed\s+to\s+acquire|could not configure AzureCli Authorizer|Please run 'az login'/;

/** The remedy for a provider without a sign-in, whose own message lists the ways that it tried. */
function signedOut(output: string): string | undefined {
  if (!SIGNED_OUT.test(output) || /AADSTS\d/.test(output)) return undefined;
  return "the provider is not signed in to Azure: run az login, or set ARM_CLIENT_ID with a secret, a certificate or an OIDC token; csp-baseline doctor checks the sign-in";
}

/**
 * Returns the first block that starts with `Error:`, without Terraform's frame. It is not shortened yet: a truncated
 * secret could not be found.
 */
function firstError(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[│╷╵|\s]+/u, "").trimEnd());
  const start = lines.findIndex((line) => line.startsWith("Error: "));
  if (start === -1) {
    const last = lines.filter((line) => line !== "").slice(-3);
    return printable(last.join(" "), LONGEST_ERROR) || "no output";
  }
  const [title = "", ...rest] = lines.slice(start);
  const end = rest.findIndex((line) => line.startsWith("Error: ") || line.startsWith("Warning: "));
  const block = end === -1 ? rest : rest.slice(0, end);
  const text = [title.slice("Error: ".length), ...block.filter((line) => line !== "")].join(" ");
  return printable(text, LONGEST_ERROR);
}

/** Longer than any shown error, and short enough to search at once. */
const LONGEST_ERROR = 20_000;

const TAIL_BYTES = 256 * 1024;

/** Returns the text of a file from an offset; of long texts only the end. */
export function textFrom(path: string, offset: number): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = Math.max(offset, size - TAIL_BYTES);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    const length = readSync(file, bytes, 0, bytes.length, start);
    return bytes.subarray(0, length).toString("utf8");
  } finally {
    closeSync(file);
  }
}
