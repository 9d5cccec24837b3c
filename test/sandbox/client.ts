import { Agent, request } from "node:https";
import { afterAll } from "vitest";
import {
  DEFAULT_TENANT_ID,
  DEPLOYER_CLIENT_ID,
  makeCertificate,
  type Sandbox,
  type SandboxProps,
  startSandbox,
} from "../../src/sandbox/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const SCOPE = `/subscriptions/${SUBSCRIPTION}`;

/** An answer with its body as parsed JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - a deployer's in the default tenant; null for none */
  readonly token?: string | null;
  readonly host?: string;
}

/** Created once, because it takes longer than most tests. */
const certificate = makeCertificate(new Date());

const open: Client[] = [];
afterAll(async () => {
  for (const client of open) await client.close();
});

/** Starts a sandbox and returns an HTTPS client that trusts only its certificate. */
export async function startedClient(props: SandboxProps = {}): Promise<Client> {
  const client = new Client(await startSandbox({ now: () => NOW, certificate: await certificate, ...props }));
  open.push(client);
  return client;
}

export class Client {
  readonly sandbox: Sandbox;
  readonly #agent: Agent;
  readonly #tokens = new Map<string, string>();

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.#agent = new Agent({ ca: sandbox.certificate, keepAlive: true });
  }

  /** Sends a request to ARM, given as `METHOD path@api-version`: `GET /subscriptions@2022-12-01`. */
  async arm(what: string, options: CallOptions = {}): Promise<Answer> {
    const [, method = "", path = "", version = ""] = /^(\w+) (\S+)@(\S+)$/.exec(what) ?? [];
    const token = options.token === undefined ? await this.token() : options.token;
    const query = `${path.includes("?") ? "&" : "?"}api-version=${version}`;
    return await this.call(method, `${path}${query}`, { ...options, token });
  }

  async token(tenantId = DEFAULT_TENANT_ID, clientId = DEPLOYER_CLIENT_ID): Promise<string> {
    const key = `${tenantId}/${clientId}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const { body } = await this.signIn(tenantId, { client_id: clientId, client_secret: "any" });
    const token = String(field(body, "access_token"));
    this.#tokens.set(key, token);
    return token;
  }

  async signIn(tenantId: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    const scope = `${this.sandbox.origin}/.default`;
    return await this.call("POST", `/${tenantId}/oauth2/v2.0/token`, {
      form: { grant_type: "client_credentials", scope, ...form },
      token: null,
    });
  }

  call(method: string, target: string, options: CallOptions = {}): Promise<Answer> {
    const { body, form, headers, host = "127.0.0.1", token } = options;
    const text = form === undefined ? body : new URLSearchParams(form).toString();
    const payload = typeof text === "string" || text === undefined ? text : JSON.stringify(text);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host,
          port: this.sandbox.port,
          path: target,
          method,
          agent: this.#agent,
          headers: {
            ...(token ? { Authorization: `Bearer ${token}` } : {}),
            ...(payload === undefined ? {} : { "Content-Length": Buffer.byteLength(payload) }),
            ...(target.startsWith("/sandbox/") ? { "Content-Type": "application/json" } : {}),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const answer = Buffer.concat(chunks).toString();
            const { headers: got, statusCode: status = 0 } = response;
            resolve({ status, headers: got, body: answer === "" ? undefined : JSON.parse(answer) });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(payload);
    });
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.sandbox.close();
  }
}

/** Returns the member of a parsed body at a path. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === "object" && current !== null ? Reflect.get(current, key) : undefined,
    value,
  );
}

/** Returns the shape of ARM's error. */
export function refusal(status: number, code: string, message?: RegExp) {
  return { status, body: { error: { code, message: message === undefined ? ANY_TEXT : matching(message) } } };
}

const ANY_TEXT = { asymmetricMatch: (value: unknown) => typeof value === "string" && value !== "" };

function matching(pattern: RegExp) {
  return { asymmetricMatch: (value: unknown) => typeof value === "string" && pattern.test(value) };
}
