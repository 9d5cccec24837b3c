import { plain } from "../controls/wording.ts";
import { member, textMember } from "../evidence/json.ts";

/** Why Azure did not answer as asked. */
export class AzureFailure extends Error {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** ARM's or Entra's code: `AuthorizationFailed`, `AADSTS700016`. */
  readonly code: string | undefined;

  constructor(message: string, status?: number, code?: string) {
    super(message);
    this.name = "AzureFailure";
    this.status = status;
    this.code = code;
  }
}

/** No credential was found: what each of them lacks helps less than what to do. */
export const NOT_SIGNED_IN = "not signed in: run az login, or set ARM_CLIENT_ID and its credential";

/** Signing in failed, of whatever is asked. */
const SIGN_IN =
  /^(CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/;

/** Turns what sign-in and the network throw into one line for a person, without token, stack or request. */
export function azureFailure(error: unknown): AzureFailure {
  if (error instanceof AzureFailure) return error;
  if (!(error instanceof Error)) return new AzureFailure("it failed without a reason");
  if (SIGN_IN.test(error.name)) return signInFailure(error);
  return new AzureFailure(networkReason(error), undefined, textMember(error, "code"));
}

/** What an answer with an error status says. */
export function answerFailure(status: number, body: unknown): AzureFailure {
  const error = member(body, "error") ?? body;
  const code = textMember(error, "code");
  const message = textMember(error, "message") ?? textMember(error, "description") ?? "";
  const said = [code, plain(message, 200)].filter((part) => part !== undefined && part !== "").join(": ");
  return new AzureFailure(`it answered ${status}${said === "" ? "" : ` ${said}`}`, status, code);
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

/** The message with those of the errors that it is made of. */
function everyMessage(error: unknown, depth: number): string {
  if (!(error instanceof Error) || depth > 4) return "";
  const inner = [member({ ...error }, "errors"), error.cause].flat();
  return [error.message, ...inner.map((one) => everyMessage(one, depth + 1))].join("\n");
}

function networkReason(error: Error): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `it cannot be reached: ${plain(error.message + cause, 200)}`;
}
