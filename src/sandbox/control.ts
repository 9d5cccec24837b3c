import { z } from "zod";
import { type Faults, faultSchema } from "./faults.ts";
import { type Area, isOwnAddress, queryParameter, type Reply, type Request } from "./http.ts";
import { type Json, parseMap } from "./json.ts";
import { type PartnerData, partnerDataSchema } from "./partner/partner-data.ts";
import type { RequestLog } from "./request-log.ts";

/**
 * The sandbox's own endpoints, which Azure does not have; their requests are neither recorded nor struck by faults. A web
 * page of another origin is refused, and so is a body that is not sent as JSON, which a page may send unasked.
 *
 * - `GET /sandbox/requests?since=N`: the requests on record; `DELETE` forgets them
 * - `POST /sandbox/faults`: a fault to come ({@link faultSchema}); `GET` lists, `DELETE` takes all away
 * - `GET /sandbox/partner`: alerts, score and the like; `PATCH` replaces some ({@link partnerDataSchema})
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

/** https://fetch.spec.whatwg.org/#simple-header: what a page may send elsewhere without asking first. */
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

/** As it would be sent: without what JSON has no word for. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
