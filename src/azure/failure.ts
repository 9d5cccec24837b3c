import { messageOf } from "../text/error-message.ts";
import { member, textMember } from "../text/json.ts";
import { plain } from "../text/wording.ts";

/** A failed request to Azure. */
export class AzureFailure extends Error {
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** The code of ARM or Entra: `AuthorizationFailed`, `AADSTS700016`. */
  readonly code: string | undefined;

  constructor(message: string, status?: number, code?: string) {
    super(message);
    this.name = "AzureFailure";
    this.status = status;
    this.code = code;
  }
}

/** No credential was found. The message names the fix, because the details of each credential do not help. */
export const NOT_SIGNED_IN = "not signed in: run az login, or set ARM_CLIENT_ID and its credential";

/** Matches errors of the sign-in, for any request. */
const SIGN_IN =
  /^(CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/;

/** Converts errors of sign-in and network to one line for people, without token, stack or request. */
export function azureFailure(error: unknown): AzureFailure {
  if (error instanceof AzureFailure) return error;
  if (!(error instanceof Error)) return new AzureFailure("it failed without a message");
  if (SIGN_IN.test(error.name)) return signInFailure(error);
  return new AzureFailure(networkReason(error), undefined, textMember(error, "code"));
}

/** Returns the failure of an answer with an error status. */
export function answerFailure(status: number, body: unknown): AzureFailure {
  const error = member(body, "error") ?? body;
  const code = textMember(error, "code") ?? numberedCode(error, status);
  const message = textMember(error, "message") ?? textMember(error, "description") ?? "";
  const detail = [code, plain(message, 200)].filter((part) => part !== undefined && part !== "").join(": ");
  return new AzureFailure(`it answered ${status}${detail === "" ? "" : ` ${detail}`}`, status, code);
}

/** Partner Center numbers its errors; a number that only repeats the status adds nothing. */
function numberedCode(error: unknown, status: number): string | undefined {
  const code = member(error, "code");
  return typeof code === "number" && code !== status ? String(code) : undefined;
}

function signInFailure(error: Error): AzureFailure {
  const text = everyMessage(error, 0);
  const code = /AADSTS\d+/.exec(text)?.[0];
  if (code === undefined) {
    return new AzureFailure(NOT_SIGNED_IN, undefined, error.name);
  }
  const detail = plain(
    text
      .slice(text.indexOf(code))
      .split("\n")[0]
      ?.replace(/ Trace ID:.*$/, "") ?? code,
    240,
  );
  return new AzureFailure(`signing in failed: ${detail}${hintOf(code)}`, undefined, code);
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function hintOf(code: string): string {
  if (["AADSTS65001", "AADSTS700016", "AADSTS7000229"].includes(code)) {
    return " (the tenant has not consented to the application)";
  }
  if (["AADSTS7000222", "AADSTS700024"].includes(code)) return " (the credential has expired)";
  return "";
}

/** Returns the messages of an error and of its causes. */
function everyMessage(error: unknown, depth: number): string {
  if (!(error instanceof Error) || depth > 4) return "";
  const inner = [member({ ...error }, "errors"), error.cause].flat();
  return [error.message, ...inner.map((one) => everyMessage(one, depth + 1))].join("\n");
}

function networkReason(error: Error): string {
  const cause = error.cause === undefined ? "" : `: ${messageOf(error.cause)}`;
  return `it cannot be reached: ${plain(error.message + cause, 200)}`;
}
