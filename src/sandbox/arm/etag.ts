import { textAt } from "../json.ts";
import { ArmError, shown } from "./error.ts";
import type { StoredResource, Write } from "./resource-type.ts";

/** Returns the eTag of a resource, including its quotes. */
export function eTagOf({ version }: StoredResource): string {
  return `"1d4ff9f${version.toString(16).padStart(8, "0")}"`;
}

/**
 * Rejects a write that is based on an earlier state: 412 for the header If-Match, 409 for `eTag` in the body. A write
 * with neither succeeds, as in Azure.
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
