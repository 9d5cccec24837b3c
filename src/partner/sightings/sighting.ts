import type { Service } from "../../azure/client.ts";
import type { AttestedControlId, Fleet } from "../../fleet/index.ts";
import type { Directory } from "./directory.ts";

/** The result of an API for a duty that a person otherwise attests. */
export interface Sighting {
  readonly duty: AttestedControlId;
  /** The least permissions to read it. */
  readonly permissions: readonly string[];
  /**
   * `met` and `not-met`: the API decides. `nothing-against`: it shows no violation, but cannot prove the duty, which a
   * person attests. `unread`: it was not, or not completely, read.
   */
  readonly state: "met" | "not-met" | "nothing-against" | "unread";
  /** The observation, or why it could not be read. */
  readonly message: string;
}

/** The observation; reading throws an `AzureFailure` if it is not permitted. */
export interface Seen {
  readonly state: Exclude<Sighting["state"], "unread">;
  readonly message: string;
}

/** The tenants to read. */
export interface SightingWorld {
  readonly fleet: Fleet;
  readonly now: Date;
  /** The partner's own tenant. */
  readonly partner: Directory;
  /** By customer; undefined if customers are not to be read. */
  readonly customers: readonly CustomerDirectory[] | undefined;
  /** Like the partner's own tenant. */
  readonly arm: () => Promise<Pick<Service, "get">>;
  readonly partnerCenter: () => Promise<Pick<Service, "get">>;
}

export interface CustomerDirectory {
  readonly key: string;
  readonly directory: Directory;
}

/** A duty, and the function that reads it. */
export interface Look {
  readonly duty: AttestedControlId;
  readonly permissions: readonly string[];
  readonly see: (world: SightingWorld) => Promise<Seen>;
}

/** Returns `not-met` with the reasons, if there are any. */
export function seenWithout(reasons: readonly string[], otherwise: Seen["state"], message: string): Seen {
  return reasons.length === 0
    ? { state: otherwise, message }
    : { state: "not-met", message: reasons.join("; ") };
}

/** Formats `3 users: a, b and 1 more`; the names are external text. */
export function named(what: string, names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${names.length} ${names.length === 1 ? what : `${what}s`}: ${shown}${more}`;
}
