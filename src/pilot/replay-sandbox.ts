import { jsonOf, type Send, sender } from "../azure/send.ts";
import {
  DEPLOYER_CLIENT_ID,
  type DirectoryProps,
  type KnownSubscription,
  type Sandbox,
  sandboxEnvironment,
  startSandbox,
} from "../sandbox/index.ts";
import { isGuid } from "../text/guid.ts";
import { isRecord, member, textMember } from "../text/json.ts";
import { parsedJson } from "../text/parsed-json.ts";
import { nextLink, withPages } from "./pages.ts";
import type { Exchange, ExchangeAnswer, Recording } from "./recording.ts";

/** A sandbox with the tenants and the subscriptions of a recording, to which the recorded requests are sent. */
export class ReplaySandbox {
  readonly #sandbox: Sandbox;
  readonly #send: Send;
  readonly #clock: { now: Date };
  readonly #tokens = new Map<string, string>();

  private constructor(sandbox: Sandbox, send: Send, clock: { now: Date }) {
    this.#sandbox = sandbox;
    this.#send = send;
    this.#clock = clock;
  }

  static async start(recording: Recording): Promise<ReplaySandbox> {
    const clock = { now: new Date(recording.recordedAt) };
    const sandbox = await startSandbox({ directory: directoryOf(recording), now: () => clock.now });
    const send = await sender({ certificateAuthority: sandbox.certificate, retries: 0 });
    return new ReplaySandbox(sandbox, send, clock);
  }

  /** Sends a recorded request. Lists are read to their last page. */
  async answer(exchange: Exchange): Promise<ExchangeAnswer> {
    this.#clock.now = new Date(exchange.at);
    const path = await this.#ownPath(exchange);
    const first = await this.ask({ ...exchange, path });
    const pages: unknown[] = [];
    let link = nextLink(first.body);
    while (link !== undefined && exchange.method === "GET" && pages.length < MOST_PAGES) {
      const { pathname, search } = new URL(link, this.#sandbox.origin);
      const page = await this.ask({ ...exchange, path: `${pathname}${search}` });
      pages.push(page.body);
      link = nextLink(page.body);
    }
    return pages.length === 0 ? first : { ...first, body: withPages(first.body, pages) };
  }

  /** The path with the stand-in's own billing account, which has another name than the recorded one. */
  async #ownPath(exchange: Exchange): Promise<string> {
    const { path } = exchange;
    const [, before, after] = BILLING_ACCOUNT.exec(path) ?? [];
    if (before === undefined || after === undefined) return path;
    const list = await this.ask({ ...exchange, method: "GET", path: `${before}?api-version=2024-04-01` });
    const accounts = member(list.body, "value");
    const name = Array.isArray(accounts) ? textMember(accounts[0], "name") : undefined;
    return name === undefined ? path : `${before}/${name}${after}`;
  }

  /** Sends one request of a service. */
  async ask(asked: Asked): Promise<ExchangeAnswer> {
    const { method, path, request } = asked;
    const token = await this.#token(asked);
    const startedAt = performance.now();
    const answer = await this.#send({
      method: methodOf(method),
      url: `${this.#sandbox.origin}${path}`,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(request === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request === undefined ? {} : { body: JSON.stringify(request) }),
    });
    const headers: Record<string, string> = {};
    for (const name of ["location", "azure-asyncoperation"]) {
      const value = answer.header(name);
      if (value !== undefined) headers[name] = value;
    }
    const body = parsedJson(answer.body.toString("utf8"));
    return {
      status: answer.status,
      headers,
      ...(body === undefined ? {} : { body }),
      milliseconds: Math.round(performance.now() - startedAt),
    };
  }

  async close(): Promise<void> {
    await this.#sandbox.close();
  }

  async #token({ byUser, service, tenant }: Asked): Promise<string | undefined> {
    if (tenant === undefined) return undefined;
    // Tokens live for an hour, and the clock moves with the recording.
    const key = `${tenant} ${service} ${byUser} ${Math.floor(this.#clock.now.getTime() / 1_800_000)}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const { origin, port, tenantId } = this.#sandbox;
    const environment = sandboxEnvironment({ port, tenantId, bundleFile: "", extraCertificatesFile: "" });
    const refresh_token = environment["CSP_BASELINE_PARTNER_REFRESH_TOKEN"] ?? "";
    const grant: Record<string, string> =
      byUser === true ? { grant_type: "refresh_token", refresh_token } : { grant_type: "client_credentials" };
    const form = new URLSearchParams({
      ...grant,
      client_id: DEPLOYER_CLIENT_ID,
      client_secret: "sandbox",
      scope: `${audienceOf(service, origin, environment)}/.default`,
    });
    const answer = await this.#send({
      method: "POST",
      url: `${origin}/${tenant}/oauth2/v2.0/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: String(form),
    });
    const token = textMember(jsonOf(answer), "access_token");
    if (token !== undefined) this.#tokens.set(key, token);
    return token;
  }
}

type Asked = Pick<Exchange, "method" | "path" | "request" | "service" | "tenant" | "byUser">;

const MOST_PAGES = 50;
const BILLING_ACCOUNT = /^(\/providers\/microsoft\.billing\/billingaccounts)\/[^/?]+(\/.*)$/i;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

function methodOf(method: string) {
  return METHODS.find((one) => one === method) ?? "GET";
}

function audienceOf(
  service: Exchange["service"],
  origin: string,
  environment: Readonly<Record<string, string>>,
): string {
  switch (service) {
    case "arm":
      return origin;
    case "graph":
      return environment["CSP_BASELINE_GRAPH_AUDIENCE"] ?? origin;
    case "partnerCenter":
      return environment["CSP_BASELINE_PARTNER_CENTER_AUDIENCE"] ?? origin;
  }
}

/** The tenants and subscriptions that the recorded identity saw. */
function directoryOf(recording: Recording): DirectoryProps {
  const { access, customerTenant, delegation, partnerTenant, subscription } = recording;
  const subscriptions = new Map<string, KnownSubscription>();
  for (const seen of seenSubscriptions(recording.exchanges)) subscriptions.set(seen.id, seen);
  if (subscription !== undefined) {
    const known = subscriptions.get(subscription) ?? {
      id: subscription,
      displayName: "name-1",
      tenantId: customerTenant,
    };
    subscriptions.set(
      subscription,
      access === "lighthouse"
        ? {
            ...known,
            managedByTenantId: partnerTenant,
            ...(isRecord(delegation) ? { delegation: JSON.parse(JSON.stringify(delegation)) } : {}),
          }
        : known,
    );
  }
  return {
    defaultTenantId: partnerTenant,
    tenants: [
      { id: partnerTenant, displayName: "name-1" },
      { id: customerTenant, displayName: "name-2" },
    ],
    subscriptions: [...subscriptions.values()],
  };
}

function seenSubscriptions(exchanges: readonly Exchange[]): readonly KnownSubscription[] {
  return exchanges.flatMap(({ answer, path, tenant }) => {
    if (!/^\/subscriptions(?:\/[^/?]+)?\?/i.test(path) || answer.status !== 200) return [];
    const list = member(answer.body, "value");
    const found: readonly unknown[] = Array.isArray(list) ? list : [answer.body];
    return found.flatMap((one): KnownSubscription[] => {
      const id = textMember(one, "subscriptionId")?.toLowerCase();
      const tenantId = textMember(one, "tenantId");
      if (id === undefined || tenantId === undefined || !isGuid(id) || !isGuid(tenantId)) return [];
      const managers = member(one, "managedByTenants");
      const isManaged =
        Array.isArray(managers) && managers.some((manager) => textMember(manager, "tenantId") === tenant);
      const state = STATES.find((known) => known === textMember(one, "state"));
      return [
        {
          id,
          tenantId,
          displayName: textMember(one, "displayName") ?? "",
          ...(isManaged && tenant !== undefined ? { managedByTenantId: tenant } : {}),
          ...(state === undefined ? {} : { state }),
        },
      ];
    });
  });
}

const STATES = ["Enabled", "PastDue", "Warned", "Disabled"] as const;
