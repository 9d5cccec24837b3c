import { pagesFrom, type Service } from "../../azure/client.ts";
import type { GraphVersion } from "../../azure/endpoints.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { member, textMember } from "../../text/json.ts";

/** Microsoft Graph for an identity that is signed in to the partner's tenant. Every failure is an {@link AzureFailure}. */
export interface Graph {
  /** @param path below the version: `/security/partner/securityScore` */
  get(path: string): Promise<unknown>;
  /** Yields the items of every page of a list. */
  list(path: string): AsyncIterable<readonly unknown[]>;
  patch(path: string, body: object): Promise<unknown>;
}

/** @param preferred version: the other one is tried if this one lacks the API */
export function graphOf(service: Service, preferred: GraphVersion): Graph {
  const versions: readonly GraphVersion[] = preferred === "beta" ? ["beta", "v1.0"] : ["v1.0", "beta"];
  let known: GraphVersion | undefined;
  const call = async (method: "GET" | "PATCH", version: GraphVersion, path: string, body?: object) => {
    const url = `/${version}${path}`;
    const answer = await service.send({ method, path: url, ...(body === undefined ? {} : { body }) });
    known = version;
    return answer.body;
  };
  const either = async (method: "GET" | "PATCH", path: string, body?: object) => {
    const [first, second] = known === undefined ? versions : [known];
    if (first === undefined) throw new AzureFailure("no version of Graph has this API");
    try {
      return await call(method, first, path, body);
    } catch (error) {
      if (second === undefined || !lacksSegment(error)) throw error;
      return await call(method, second, path, body).catch(() => {
        throw error;
      });
    }
  };
  return {
    get: (path) => either("GET", path),
    patch: (path, body) => either("PATCH", path, body),
    list: (path) =>
      pagesFrom(path, {
        // A link to the next page is an absolute URL, with the version of the first one.
        read: (place) => (place.startsWith("/") ? either("GET", place) : service.get(place)),
        items: (body) => member(body, "value"),
        next: (body) => textMember(body, "@odata.nextLink") || undefined,
      }),
  };
}

/** Graph's error for an API that a version does not have: https://learn.microsoft.com/graph/errors */
function lacksSegment(error: unknown): boolean {
  return error instanceof AzureFailure && error.status === 400 && /segment/i.test(error.message);
}
