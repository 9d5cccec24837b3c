import type { Service } from "../../azure/client.ts";
import type { AttestedControlId, Fleet } from "../../fleet/index.ts";
import type { Directory } from "./directory.ts";

/** What an API shows of a duty that a person attests otherwise. */
export interface Sighting {
  readonly duty: AttestedControlId;
  /** The least that reading it takes. */
  readonly permissions: readonly string[];
  /**
   * `met` and `not-met`: the API decides. `nothing-against`: it shows no breach, and cannot prove the rest, which a person
   * attests. `unread`: it was not, or not wholly, read.
   */
  readonly state: "met" | "not-met" | "nothing-against" | "unread";
  /** For a person: what was seen, or why it was not. */
  readonly message: string;
}

/** What was seen; reading it throws an `AzureFailure` where it is not permitted. */
export interface Seen {
  readonly state: Exclude<Sighting["state"], "unread">;
  readonly message: string;
}

/** Where is looked. */
export interface SightingWorld {
  readonly fleet: Fleet;
  readonly now: Date;
  /** The partner's own tenant. */
  readonly partner: Directory;
  /** By customer; left out where customers are not to be asked. */
  readonly customers: readonly CustomerDirectory[] | undefined;
  /** As the partner's own tenant. */
  readonly arm: () => Promise<Pick<Service, "get">>;
  readonly partnerCenter: () => Promise<Pick<Service, "get">>;
}

export interface CustomerDirectory {
  readonly key: string;
  readonly directory: Directory;
}

/** One duty, and how it is looked at. */
export interface Look {
  readonly duty: AttestedControlId;
  readonly permissions: readonly string[];
  readonly see: (world: SightingWorld) => Promise<Seen>;
}

/** `not-met` with the reasons, where there are some. */
export function seenWithout(reasons: readonly string[], otherwise: Seen["state"], message: string): Seen {
  return reasons.length === 0
    ? { state: otherwise, message }
    : { state: "not-met", message: reasons.join("; ") };
}

/** `3 users: a, b and 1 more`; the names are another's text. */
export function named(what: string, names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${names.length} ${names.length === 1 ? what : `${what}s`}: ${shown}${more}`;
}
