import type { Directory } from "../directory.ts";
import { guidOf } from "../guid.ts";
import { type Area, isOwnAddress, type Reply, type Request } from "../http.ts";
import { type JsonMap, mapAt, textAt } from "../json.ts";
import { ASSERTION_AUDIENCE, GITHUB_ISSUER_PATH } from "./github-oidc.ts";
import { tokenPayload, unsignedToken } from "./token.ts";

/** The lifetime of an access token in seconds. Entra's is 60 to 90 minutes. */
const LIFETIME = 3600;
/** The prefix of the sandbox's refresh tokens. */
export const REFRESH_TOKEN = "sandbox-refresh-token";
/** The prefix of those of a user who consented without MFA. */
const WITHOUT_MFA = `${REFRESH_TOKEN}-without-mfa`;

interface Application {
  readonly tenantId: string;
  readonly clientId: string;
  readonly audience: string;
}

/**
 * Entra's endpoints for an application that signs in with a secret or with another issuer's token (workload identity
 * federation). Accepts any client id and any secret, for every tenant of the directory: ARM decides on permissions.
 * Error numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export class Entra implements Area {
  readonly #directory: Directory;
  readonly #now: () => Date;
  #refreshes = 0;

  constructor(directory: Directory, now: () => Date) {
    this.#directory = directory;
    this.#now = now;
  }

  answer(request: Request): Reply | undefined {
    const { method, path } = request;
    if (method === "GET" && path === "/common/discovery/instance") return instanceDiscovery(request);
    const match = /^\/([^/]+)\/(oauth2\/v2\.0\/token|v2\.0\/\.well-known\/openid-configuration)$/i.exec(path);
    const [, tenantId = "", endpoint = ""] = match ?? [];
    if (match === null) return undefined;
    if (this.#directory.tenant(tenantId) === undefined) {
      return this.#refuse(400, "invalid_request", 90002, `Tenant '${tenantId}' not found.`);
    }
    if (endpoint.toLowerCase().endsWith("token")) {
      return method === "POST" ? this.#token(request, tenantId.toLowerCase()) : { status: 405 };
    }
    return method === "GET" ? discovery(request, tenantId) : { status: 405 };
  }

  #token(request: Request, tenantId: string): Reply {
    const form = new URLSearchParams(request.body);
    const clientId = form.get("client_id")?.toLowerCase();
    const grant = form.get("grant_type");
    if (grant !== "client_credentials" && grant !== "refresh_token") {
      return this.#refuse(
        400,
        "unsupported_grant_type",
        70003,
        "Only client_credentials and refresh_token are modeled.",
      );
    }
    if (!clientId) return this.#refuse(400, "invalid_request", 900144, "The body must contain 'client_id'.");
    const scope = (form.get("scope") ?? "").split(" ").find((one) => one !== "offline_access") ?? "";
    const audience = scope.replace(/\/+\.default$/, "");
    if (!isOwnAddress(audience, request)) {
      const message = `The resource principal named ${audience} was not found in the tenant.`;
      return this.#refuse(400, "invalid_resource", 500011, message);
    }
    const application = { tenantId, clientId, audience };
    if (grant === "client_credentials")
      return this.#refuseCredential(form) ?? this.#grant(request, application);
    return (
      this.#refuseCredential(form) ?? this.#refuseRefresh(form) ?? this.#refresh(request, form, application)
    );
  }

  #refuseCredential(form: URLSearchParams): Reply | undefined {
    const assertion = form.get("client_assertion");
    if (assertion === null) {
      if (form.get("client_secret")) return undefined;
      const message = "The request body must contain 'client_assertion' or 'client_secret'.";
      return this.#refuse(401, "invalid_client", 7000216, message);
    }
    const payload = tokenPayload(assertion);
    if (!textAt(payload, "iss")?.endsWith(GITHUB_ISSUER_PATH)) {
      const message = "No matching federated identity record found for presented assertion issuer.";
      return this.#refuse(401, "invalid_client", 700211, message);
    }
    if (payload?.["aud"] !== ASSERTION_AUDIENCE) {
      const message = "No matching federated identity record found for presented assertion audience.";
      return this.#refuse(401, "invalid_client", 700212, message);
    }
    const expires = payload["exp"];
    if (typeof expires === "number" && expires > this.#seconds()) return undefined;
    const message = "Client assertion is not within its valid time range.";
    return this.#refuse(401, "invalid_client", 700024, message);
  }

  #refuseRefresh(form: URLSearchParams): Reply | undefined {
    if (form.get("refresh_token")?.startsWith(REFRESH_TOKEN)) return undefined;
    return this.#refuse(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity.");
  }

  /** The token exchange of the secure application model: every answer contains a new refresh token. */
  #refresh(request: Request, form: URLSearchParams, application: Application): Reply {
    this.#refreshes += 1;
    const hasMfa = !form.get("refresh_token")?.startsWith(WITHOUT_MFA);
    const amr = hasMfa ? ["pwd", "mfa"] : ["pwd"];
    const claims = { idtyp: "user", scp: "user_impersonation", amr };
    const { body, status } = this.#grant(request, application, claims);
    const next = `${hasMfa ? REFRESH_TOKEN : WITHOUT_MFA}-${this.#refreshes}`;
    return { status, body: { ...mapAt(body), refresh_token: next } };
  }

  #grant(request: Request, application: Application, more: JsonMap = {}): Reply {
    const { audience, clientId, tenantId } = application;
    const objectId = guidOf(`${tenantId}/${clientId}`);
    const now = this.#seconds();
    const token = unsignedToken({
      aud: audience,
      iss: `${request.origin}/${tenantId}/`,
      iat: now,
      nbf: now,
      exp: now + LIFETIME,
      appid: clientId,
      oid: objectId,
      sub: objectId,
      tid: tenantId,
      idtyp: "app",
      ver: "1.0",
      ...more,
    });
    return {
      status: 200,
      body: { token_type: "Bearer", expires_in: LIFETIME, ext_expires_in: LIFETIME, access_token: token },
    };
  }

  #refuse(status: number, error: string, code: number, message: string): Reply {
    return {
      status,
      body: {
        error,
        error_description: `AADSTS${code}: ${message}`,
        error_codes: [code],
        timestamp: this.#now().toISOString(),
      },
    };
  }

  #seconds(): number {
    return Math.floor(this.#now().getTime() / 1000);
  }
}

function discovery({ origin }: Request, tenantId: string): Reply {
  const base = `${origin}/${tenantId}`;
  return {
    status: 200,
    body: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    },
  };
}

function instanceDiscovery(request: Request): Reply {
  const endpoint = request.query.get("authorization_endpoint") ?? `${request.origin}/common`;
  const base = endpoint.replace(/\/oauth2\/v2\.0\/authorize$/, "");
  return {
    status: 200,
    body: { tenant_discovery_endpoint: `${base}/v2.0/.well-known/openid-configuration`, metadata: [] },
  };
}
