import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { TokenCredential } from "@azure/identity";
import { type Endpoints, PUBLIC_AUTHORITY } from "../../azure/endpoints.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { errorBodyOf, jsonOf, type Send } from "../../azure/send.ts";
import { messageOf } from "../../text/error-message.ts";
import { member, textMember } from "../../text/json.ts";
import { plain } from "../../text/wording.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface SecureApplicationOptions {
  readonly endpoints: Endpoints;
  readonly tenantId: string;
  readonly env: Env;
  readonly send: Send;
  /** Called, without the token, with the location of a new refresh token. */
  readonly say: (message: string) => void;
}

interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** The file of the refresh token, which the next one replaces; undefined: the environment. */
  readonly file: string | undefined;
}

const TOKEN = "CSP_BASELINE_PARTNER_REFRESH_TOKEN";
const FILE = "CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE";
/** Entra's are some 2 KB. */
const MAX_TOKEN = 20_000;
/** A token that expires within this time is not used. */
const MARGIN = 5 * 60 * 1000;

/**
 * The secure application model: an application that acts for a user who consented once, with the refresh token of that consent.
 * https://learn.microsoft.com/partner-center/developer/enable-secure-app-model
 *
 * The application is that of `CSP_BASELINE_PARTNER_CLIENT_ID` and `CSP_BASELINE_PARTNER_CLIENT_SECRET`, or else of `ARM_CLIENT_ID`
 * or `AZURE_CLIENT_ID` with their secrets; the refresh token that of the file which `CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE`
 * names, or of `CSP_BASELINE_PARTNER_REFRESH_TOKEN`. Each exchange gives a new refresh token: it is written to the file, whole
 * and for its owner only, and description not to be kept where there is none.
 *
 * @returns undefined where the environment has no refresh token
 * @throws {AzureFailure} when there is a refresh token and no application, or the file cannot be read
 */
export function secureApplication(options: SecureApplicationOptions): TokenCredential | undefined {
  const application = applicationOf(options.env);
  if (application === undefined) return undefined;
  let refreshToken = application.refreshToken;
  const held = new Map<string, { token: string; expiresOnTimestamp: number }>();
  const renew = async (scope: string) => {
    const body = await exchange(options, { ...application, refreshToken }, scope);
    const token = textMember(body, "access_token");
    const seconds = Number(member(body, "expires_in"));
    if (token === undefined || !Number.isFinite(seconds))
      throw new AzureFailure("Entra gave no access token");
    const next = textMember(body, "refresh_token");
    if (next !== undefined && next !== refreshToken) {
      refreshToken = next;
      keep(application.file, next, options.say);
    }
    const found = { token, expiresOnTimestamp: Date.now() + seconds * 1000 };
    held.set(scope, found);
    return found;
  };
  // Exchanges run one after the other: two at once would each get a token, and one would be lost.
  let last: Promise<unknown> = Promise.resolve();
  return {
    getToken: (scopes) => {
      const scope = [scopes].flat().join(" ");
      const turn = last.then(() => {
        const known = held.get(scope);
        return known !== undefined && known.expiresOnTimestamp - Date.now() > MARGIN ? known : renew(scope);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function exchange(
  { endpoints, send, tenantId }: SecureApplicationOptions,
  application: Application,
  scope: string,
): Promise<unknown> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: application.clientId,
    client_secret: application.clientSecret,
    refresh_token: application.refreshToken,
    scope: `${scope} offline_access`,
  });
  const answer = await send({
    method: "POST",
    url: `${endpoints.authority ?? PUBLIC_AUTHORITY}/${tenantId}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: form.toString(),
  });
  if (answer.status === 200) return jsonOf(answer);
  const description = textMember(errorBodyOf(answer), "error_description") ?? "";
  const code = /AADSTS\d+/.exec(description)?.[0];
  const hint = code === "AADSTS700082" ? "; consent again for a new refresh token" : "";
  const reason =
    plain(description.split(/\r?\n| Trace ID:/)[0] ?? "", 240) || `Entra answered ${answer.status}`;
  throw new AzureFailure(`signing in failed: ${reason}${hint}`, answer.status, code);
}

function applicationOf(env: Env): Application | undefined {
  const file = env[FILE] || undefined;
  const refreshToken = file === undefined ? env[TOKEN] : readToken(file);
  if (!refreshToken) return undefined;
  const clientId = env["CSP_BASELINE_PARTNER_CLIENT_ID"] || env["ARM_CLIENT_ID"] || env["AZURE_CLIENT_ID"];
  const clientSecret =
    env["CSP_BASELINE_PARTNER_CLIENT_SECRET"] || env["ARM_CLIENT_SECRET"] || env["AZURE_CLIENT_SECRET"];
  if (clientId && clientSecret) return { clientId, clientSecret, refreshToken, file };
  throw new AzureFailure(
    "a refresh token needs its application: set CSP_BASELINE_PARTNER_CLIENT_ID and CSP_BASELINE_PARTNER_CLIENT_SECRET",
  );
}

function readToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new AzureFailure(`cannot read ${FILE}: ${messageOf(error)}`);
  }
  if (token === "" || token.length > MAX_TOKEN || /\s/.test(token)) {
    throw new AzureFailure(`${file} holds no refresh token: it should be one line`);
  }
  return token;
}

function keep(file: string | undefined, token: string, say: (message: string) => void): void {
  if (file === undefined) {
    say(`Entra gave a new refresh token, which is not kept: name a file with ${FILE} to keep the newest`);
    return;
  }
  try {
    writeFileSync(`${file}.new`, `${token}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    say(`the new refresh token is in ${file}`);
  } catch (error) {
    say(`the new refresh token cannot be kept: ${messageOf(error)}`);
  }
}
