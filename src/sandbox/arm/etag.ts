import { textAt } from "../json.ts";
import { ArmError, shown } from "./error.ts";
import type { StoredResource, Write } from "./resource-type.ts";

/** The eTag of a resource, with the quotes that belong to it. */
export function eTagOf({ version }: StoredResource): string {
  return `"1d4ff9f${version.toString(16).padStart(8, "0")}"`;
}

/**
 * Refuses a write by somebody who last saw another state: with the header If-Match as 412, with `eTag` in the body as
 * 409. A write that names neither wins, as in Azure.
 */
export function checkETag({ body, existing }: Write, ifMatch: string | undefined): void {
  const current = existing === undefined ? undefined : eTagOf(existing);
  if (ifMatch !== undefined && ifMatch !== "" && (ifMatch === "*" ? !current : ifMatch !== current)) {
    throw new ArmError(
      412,
      "PreconditionFailed",
      `If-Match is ${shown(ifMatch)}, the eTag is ${shown(current)}.`,
    );
  }
  const known = textAt(body, "eTag");
  if (known !== undefined && known !== current) {
    throw new ArmError(
      409,
      "Conflict",
      `The resource was changed by another client: the request's eTag is ${shown(known)}, the current one ${shown(current)}.`,
    );
  }
}
