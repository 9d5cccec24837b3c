import type { Area, Reply, Request } from "../http.ts";
import { bearerToken } from "../http.ts";
import { unsignedToken } from "./token.ts";

/**
 * The audience that Entra requires of another issuer's token.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export const ASSERTION_AUDIENCE = "api://AzureADTokenExchange";
export const GITHUB_ISSUER_PATH = "/github-oidc";
/** The address at which a job requests its token. Clients append `&audience=…`, so it has a query. */
export const GITHUB_TOKEN_REQUEST = `${GITHUB_ISSUER_PATH}/token?api-version=2.0`;
/** The job's secret, which is public in the sandbox. */
export const GITHUB_REQUEST_TOKEN = "sandbox";

const LIFETIME = 300;

/** GitHub Actions' token endpoint, at the address in ACTIONS_ID_TOKEN_REQUEST_URL. */
export class GitHubOidc implements Area {
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  answer(request: Request): Reply | undefined {
    if (request.path !== `${GITHUB_ISSUER_PATH}/token` || request.method !== "GET") return undefined;
    if (bearerToken(request) !== GITHUB_REQUEST_TOKEN) {
      return { status: 401, body: { message: "the request token is not this job's" } };
    }
    const now = Math.floor(this.#now().getTime() / 1000);
    const value = unsignedToken({
      iss: `${request.origin}${GITHUB_ISSUER_PATH}`,
      sub: "repo:example/fleet:environment:production",
      aud: request.query.get("audience") ?? "https://github.com/example",
      iat: now,
      exp: now + LIFETIME,
    });
    return { status: 200, body: { count: 1, value } };
  }
}
