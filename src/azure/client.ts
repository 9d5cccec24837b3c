import type { TokenCredential } from "@azure/identity";
import { traced } from "../text/trace.ts";
import type { Endpoints } from "./endpoints.ts";
import { AzureFailure, answerFailure, NOT_SIGNED_IN } from "./failure.ts";
import { errorBodyOf, jsonOf, type Outgoing, type SendOptions, sender } from "./send.ts";

/** One of Microsoft's services, called with its own token. Every failure is an {@link AzureFailure}. */
export interface Service {
  /** Sends a request. An answer with a status other than 2xx is a failure. */
  send(request: ServiceRequest): Promise<ServiceAnswer>;
  /** Returns the body of the answer to a GET. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
}

interface ServiceRequest extends Pick<Outgoing, "method" | "headers" | "repeatable"> {
  /** Relative to the service's address, with a leading slash; or a complete address on the same server. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
}

interface ServiceAnswer {
  /** Parsed from JSON; undefined when the answer has no body. */
  readonly body: unknown;
  /** Returns a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

export interface ServiceOptions extends Omit<SendOptions, "signIn"> {
  readonly endpoints: Endpoints;
  readonly tenantId: string;
  readonly credential: TokenCredential;
}

/** Creates a client of a service, signed in to the tenant. Sends no request yet. */
export async function serviceOf(
  name: "arm" | "graph" | "partnerCenter",
  options: ServiceOptions,
): Promise<Service> {
  const { endpoints, tenantId } = options;
  const origin = endpoints[name];
  const credential: TokenCredential = {
    getToken: async (scopes, more) => {
      const token = await traced(
        `a token for ${endpoints[`${name}Audience`]}, of the tenant ${tenantId}`,
        () => options.credential.getToken(scopes, { ...more, tenantId }),
        (found) => (found === null ? "none" : "given"),
      );
      if (token === null) throw new AzureFailure(NOT_SIGNED_IN);
      return token;
    },
  };
  const scope = `${endpoints[`${name}Audience`]}/.default`;
  const send = await sender({ ...options, signIn: { credential, scope } });
  const service: Service = {
    send: async ({ body, headers = {}, path, ...rest }) => {
      const content = body === undefined ? {} : { "content-type": "application/json" };
      const answer = await send({
        ...rest,
        url: urlOf(path, origin),
        headers: { accept: "application/json", "accept-encoding": "gzip, deflate", ...headers, ...content },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { header, status } = answer;
      if (status < 200 || status > 299) throw answerFailure(status, errorBodyOf(answer));
      return { body: jsonOf(answer), header };
    },
    get: async (path, headers = {}) => (await service.send({ method: "GET", path, headers })).body,
  };
  return service;
}

/** A link to the next page must not send the token to another server. */
function urlOf(path: string, origin: string): string {
  if (path.startsWith("/")) return `${origin}${path}`;
  const url = URL.canParse(path) ? new URL(path) : undefined;
  if (url?.origin === new URL(origin).origin) return url.href;
  throw new AzureFailure("the address of its next page is on another server");
}

/** Defines how to read a list of many pages. */
export interface Paging<Place> {
  readonly read: (place: Place) => Promise<unknown>;
  /** Returns the items of a page; anything but a list is a failure. */
  readonly items: (body: unknown) => unknown;
  /** Returns the next page's address; undefined after the last page. */
  readonly next: (body: unknown) => Place | undefined;
  /** @default 1000 */
  readonly maxPages?: number;
}

/** Yields the items of every page. @throws {AzureFailure} */
export async function* pagesFrom<Place>(
  first: Place,
  { items, maxPages = 1000, next, read }: Paging<Place>,
): AsyncGenerator<readonly unknown[]> {
  let place: Place | undefined = first;
  for (let pages = 0; place !== undefined; pages += 1) {
    if (pages >= maxPages) throw new AzureFailure(`its list has more than ${maxPages} pages`);
    const body: unknown = await read(place);
    const found = items(body);
    if (!Array.isArray(found)) throw new AzureFailure("its answer has no list");
    yield found;
    place = next(body);
  }
}
