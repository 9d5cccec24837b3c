import type { TokenCredential } from "@azure/identity";
import type { Context } from "@microsoft/microsoft-graph-client";
import { AzureFailure, answerFailure, azureFailure } from "../../azure/failure.ts";
import { type Answer, errorBodyOf, jsonOf, type Outgoing, type Send } from "../../azure/send.ts";
import { member, textMember } from "../../evidence/json.ts";
import type { GraphVersion, PartnerEndpoints } from "../endpoints.ts";

/** Microsoft Graph for somebody who is signed in to the partner's tenant. Whatever fails is an {@link AzureFailure}. */
export interface Graph {
  /** @param path below the version: `/security/partner/securityScore` */
  get(path: string): Promise<unknown>;
  /** The items of every page of a list. */
  list(path: string): AsyncIterable<readonly unknown[]>;
  patch(path: string, body: object): Promise<unknown>;
}

export interface GraphOptions {
  readonly endpoints: PartnerEndpoints;
  readonly tenantId: string;
  readonly credential: TokenCredential;
  readonly send: Send;
}

/** At Graph's own 100 to a page and more, far more than a partner has. */
const MAX_PAGES = 1000;

/** Connects with Microsoft's own client, which is loaded only now. Nothing is asked yet. */
export async function connectGraph({ credential, endpoints, send, tenantId }: GraphOptions): Promise<Graph> {
  const { AuthenticationHandler, Client, ResponseType } = await import("@microsoft/microsoft-graph-client");
  const signIn = new AuthenticationHandler({
    getAccessToken: () => accessToken(credential, endpoints.graphAudience, tenantId),
  });
  const client = Client.initWithMiddleware({
    baseUrl: endpoints.graph,
    customHosts: new Set([new URL(endpoints.graph).hostname]),
    middleware: [signIn, { execute: (context) => answer(context, send) }],
  });
  const call = async (method: "get" | "patch", path: string, version: GraphVersion, body?: object) => {
    const request = client.api(path).version(version).responseType(ResponseType.RAW);
    try {
      const response: Response = await (method === "get" ? request.get() : request.patch(body));
      return await bodyOf(response);
    } catch (error) {
      throw graphFailure(error);
    }
  };
  const versions: readonly GraphVersion[] =
    endpoints.graphVersion === "beta" ? ["beta", "v1.0"] : ["v1.0", "beta"];
  let known: GraphVersion | undefined;
  const either = async (method: "get" | "patch", path: string, body?: object) => {
    const [first, second] = known === undefined ? versions : [known];
    if (first === undefined) throw new AzureFailure("no version of Graph is left");
    try {
      const found = await call(method, path, first, body);
      known = first;
      return found;
    } catch (error) {
      if (second === undefined || !lacksSegment(error)) throw error;
      const found = await call(method, path, second, body).catch(() => {
        throw error;
      });
      known = second;
      return found;
    }
  };
  return {
    get: (path) => either("get", path),
    patch: (path, body) => either("patch", path, body),
    list: async function* (path) {
      let next: string | undefined = path;
      for (let pages = 0; next !== undefined; pages += 1) {
        if (pages >= MAX_PAGES) throw new AzureFailure(`its list has more than ${MAX_PAGES} pages`);
        const body: unknown = await either("get", next);
        const value = member(body, "value");
        if (!Array.isArray(value)) throw new AzureFailure("its answer has no list");
        yield value;
        next = nextPath(member(body, "@odata.nextLink"), endpoints.graph);
      }
    },
  };
}

async function accessToken(credential: TokenCredential, audience: string, tenantId: string): Promise<string> {
  try {
    const token = await credential.getToken(`${audience}/.default`, { tenantId });
    if (token === null) throw new AzureFailure("nobody is signed in");
    return token.token;
  } catch (error) {
    throw azureFailure(error);
  }
}

/** The last of the client's middleware: what sends. */
async function answer(context: Context, send: Send): Promise<void> {
  const { options, request } = context;
  const body: unknown = options?.body;
  const {
    body: bytes,
    header,
    status,
  } = await send({
    method: methodOf(options?.method),
    url: typeof request === "string" ? request : request.url,
    headers: Object.fromEntries(new Headers(options?.headers)),
    ...(typeof body === "string" ? { body } : {}),
  });
  const type = header("content-type");
  context.response = new Response(status === 204 || bytes.length === 0 ? null : new Uint8Array(bytes), {
    status,
    headers: type === undefined ? {} : { "content-type": type },
  });
}

function methodOf(method: string | undefined): Outgoing["method"] {
  return method === "PATCH" ? method : "GET";
}

async function bodyOf(response: Response): Promise<unknown> {
  const body = Buffer.from(await response.arrayBuffer());
  const answered: Answer = { status: response.status, body, header: () => undefined };
  if (!response.ok) throw answerFailure(response.status, errorBodyOf(answered));
  return jsonOf(answered);
}

/** The client wraps what its middleware throws, and keeps only name and message; an answer with an error status it wraps too. */
function graphFailure(error: unknown): AzureFailure {
  const code = error instanceof Error ? textMember({ ...error }, "code") : undefined;
  if (error instanceof Error && code === "AzureFailure") return new AzureFailure(error.message);
  return azureFailure(error);
}

/** What Graph says where a version has not got the API: https://learn.microsoft.com/graph/errors */
function lacksSegment(error: unknown): boolean {
  return error instanceof AzureFailure && error.status === 400 && /segment/i.test(error.message);
}

/** A link to the next page, which must not lead the token elsewhere; without its version, which is chosen here. */
function nextPath(link: unknown, graph: string): string | undefined {
  if (typeof link !== "string" || link === "") return undefined;
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.origin !== new URL(graph).origin) {
    throw new AzureFailure("its next page is said to be on another server");
  }
  return `${url.pathname.replace(/^\/(beta|v1\.0)(?=\/)/, "")}${url.search}`;
}
