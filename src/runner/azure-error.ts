import { z } from "zod/mini";
import { parsedJson } from "../text/parsed-json.ts";

/**
 * The text of an error of Azure's SDK for Go, on one line. azapi shows it as it is:
 * https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore#ResponseError
 */
const RESPONSE =
  /\b(GET|HEAD|PUT|PATCH|POST|DELETE) https?:\/\/\S{1,4000} -{20,}\s+RESPONSE (\d{3}): [^-]{0,200}?ERROR CODE(?:: (\S{1,200})| UNAVAILABLE) -{20,}(?: (.*?)(?: -{20,}|$))?/s;

/** The place that Terraform adds, of which the address says enough: `with ADDRESS, on FILE line N, in resource ...`. */
const PLACE = /\bwith ([^\s,]{1,500}), on \S{1,500} line \d{1,9}\b/;

const Body = z.object({
  error: z.object({ code: z.optional(z.string()), message: z.optional(z.string()) }),
});

/**
 * Shortens an error that contains a response of Azure to its title, the resource's address, the status, and Azure's
 * code and message. The full text has the resource's id twice before the code, which a short line would cut off.
 * Returns other texts unchanged.
 */
export function withoutRequest(error: string): string {
  const response = RESPONSE.exec(error);
  if (response === null) return error;
  const [, method, status, code, body = ""] = response;
  const place = PLACE.exec(error);
  const title = error.slice(0, place?.index ?? response.index).trim();
  const read = Body.safeParse(parsedJson(body));
  const what = read.success ? read.data.error : {};
  const reason = [what.code ?? code, what.message ?? body].filter(
    (part) => part !== undefined && part !== "" && part !== status,
  );
  const address = place?.[1];
  return `${title}${address === undefined ? "" : ` (${address})`}: ${method} failed with ${[status, reason.join(": ")].join(" ").trim()}`;
}
