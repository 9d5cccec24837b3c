import { z } from "zod";
import { type Faults, faultSchema } from "./faults.ts";
import { type Area, isOwnAddress, queryParameter, type Reply, type Request } from "./http.ts";
import { type Json, parseMap } from "./json.ts";
import { type PartnerData, partnerDataSchema } from "./partner/partner-data.ts";
import type { RequestLog } from "./request-log.ts";

/**
 * The sandbox's own endpoints, which Azure does not have. Their requests are not recorded and not affected by faults.
 * Requests of a web page of another origin are rejected, and so are bodies that are not JSON, which a page may send
 * without permission.
 *
 * - `GET /sandbox/requests?since=N`: the recorded requests; `DELETE` removes them
 * - `POST /sandbox/faults`: adds a fault ({@link faultSchema}); `GET` lists, `DELETE` removes all
 * - `GET /sandbox/partner`: alerts, score and further data; `PATCH` replaces parts ({@link partnerDataSchema})
 */
export class Control implements Area {
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #partner: PartnerData;

  constructor(faults: Faults, log: RequestLog, partner: PartnerData) {
    this.#faults = faults;
    this.#log = log;
    this.#partner = partner;
  }

  answer(request: Request): Reply | undefined {
    const { method, path } = request;
    if (path !== "/sandbox" && !path.startsWith("/sandbox/")) return undefined;
    const foreign = whyForeign(request);
    if (foreign !== undefined) return foreign;
    switch (`${method} ${path}`) {
      case "GET /sandbox/requests": {
        const since = Number(queryParameter(request, "since") ?? "0");
        return { status: 200, body: { value: asJson(this.#log.list(Number.isFinite(since) ? since : 0)) } };
      }
      case "DELETE /sandbox/requests":
        this.#log.clear();
        return { status: 204 };
      case "GET /sandbox/faults":
        return { status: 200, body: { value: asJson(this.#faults.list()) } };
      case "POST /sandbox/faults":
        return this.#addFault(request);
      case "DELETE /sandbox/faults":
        this.#faults.clear();
        return { status: 204 };
      case "GET /sandbox/partner":
        return { status: 200, body: this.#partner.parts };
      case "PATCH /sandbox/partner":
        return this.#setPartner(request);
      default:
        return refuse(
          404,
          `There is no ${method} ${path}; there are /sandbox/requests, /sandbox/faults and /sandbox/partner.`,
        );
    }
  }

  #setPartner(request: Request): Reply {
    const parts = partnerDataSchema.safeParse(parseMap(request.body));
    if (!parts.success) return refuse(400, z.prettifyError(parts.error));
    this.#partner.replace(parts.data);
    return { status: 204 };
  }

  #addFault(request: Request): Reply {
    const fault = faultSchema.safeParse(parseMap(request.body));
    if (!fault.success) return refuse(400, z.prettifyError(fault.error));
    return { status: 201, body: { id: this.#faults.add(fault.data) } };
  }
}

/** https://fetch.spec.whatwg.org/#simple-header: requests that a page may send to other origins without permission. */
function whyForeign(request: Request): Reply | undefined {
  const { body, headers, method } = request;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isForeign = origin !== undefined && !isOwnAddress(origin, request);
  if (isForeign || site === "cross-site" || site === "same-site") {
    return refuse(403, "A page of another origin may not control the sandbox.");
  }
  const type = headers["content-type"] ?? "";
  const takesBody = method === "POST" || method === "PATCH" || body !== "";
  if (takesBody && !/^application\/json\s*(?:;|$)/i.test(type)) {
    return refuse(415, "The body must be sent as Content-Type: application/json.");
  }
  return undefined;
}

function refuse(status: number, message: string): Reply {
  return { status, body: { error: { code: "SandboxControl", message } } };
}

/** Returns the value as sent: without members that JSON cannot represent. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
