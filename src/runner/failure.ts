import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { maskMessage } from "../text/mask-message.ts";
import { printable } from "./runner-error.ts";

/**
 * What kind of failure Terraform ran into:
 * `throttled` (Azure asks to slow down), `transient` (network, a server's error, an expired token: a new process may
 * do better), `locked` (somebody else holds the state), `not-ready` (Cost Management does not know a new subscription
 * yet), `unavailable` (Azure takes no changes of the subscription: it is disabled, warned or past due, or it was
 * transferred to another tenant), `stale` (the state changed after the plan), `uninitialized`, `providers` (a provider cannot be installed),
 * `killed` and `interrupted` (by a signal, not ours and ours), `uncovered` (the plan would leave a subscription without
 * a part of its baseline), `other`.
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
  /** Terraform's first error, on one line, without what looks like a secret. */
  readonly message: string;
  /** How long Azure asks to wait, in milliseconds, where the output says it. */
  readonly retryAfter?: number;
}

/** In the order of precedence: a message may name a status code and say what it is about. */
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
 * Tells from Terraform's output what went wrong.
 * @param secrets values that must not be shown, the longest first
 */
export function classify(output: string, secrets: readonly string[] = []): Failure {
  const message = printable(tooOld(output) ?? maskMessage(firstError(output), secrets), 500);
  const kind = SIGNS.find(([, sign]) => sign.test(output))?.[0] ?? "other";
  const seconds = /Retry-?After["']?[:= ]+["'[]*(\d{1,5})\b/i.exec(output)?.[1];
  return { kind, message, ...(seconds === undefined ? {} : { retryAfter: Number(seconds) * 1000 }) };
}

/** What to do where Terraform is older than the stack needs; its own message does not say which version is needed. */
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
 * The first block that starts with `Error:`, without the frame that Terraform draws around it. Not shortened to what is
 * shown: a secret that is cut in two would not be found.
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

/** More of an error than is ever shown, and little enough to be searched at once. */
const LONGEST_ERROR = 20_000;

const TAIL_BYTES = 256 * 1024;

/** What was written to a file from an offset on; of very much, the end. */
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
