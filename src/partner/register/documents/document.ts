import type { ControlId } from "../../../controls/control-ids.ts";
import type { PartnerControlId } from "../../../fleet/index.ts";

/** A control of a subscription, which a construct declares, or a duty of the partner. */
export type RegisterId = ControlId | PartnerControlId;

/** A request or statement of a document, under one heading. */
export interface Recommendation {
  readonly heading: string;
  /** A summary in other words; for a statement without a request, why it needs no control. */
  readonly says: string;
  /** The controls that meet it; none if nothing is requested. */
  readonly controls: readonly RegisterId[];
  /**
   * The lines of the document, each by its number and the start of the SHA-256 of its words, `12:3dbf317f115c`, so that
   * changes are detected.
   */
  readonly covers: readonly string[];
}

/** A document of Microsoft or of a tool with requests to partners. */
export interface RegisterDocument {
  readonly title: string;
  readonly url: string;
  readonly recommendations: readonly Recommendation[];
}

/** Returns the numbers of the lines that a recommendation covers, ascending; lines in succession as a range: `12, 15–17`. */
export function linesOf({ covers }: Recommendation): string {
  const numbers = covers.map((cover) => Number.parseInt(cover, 10)).sort((a, b) => a - b);
  const ranges: [first: number, last: number][] = [];
  for (const line of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && line <= range[1] + 1) range[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}

/** A request, and the controls that meet it. */
export function asks(
  heading: string,
  says: string,
  controls: readonly [RegisterId, ...RegisterId[]],
  ...covers: readonly string[]
): Recommendation {
  return { heading, says, controls, covers };
}

/** Statements that require nothing, or that are outdated. */
export function tells(heading: string, says: string, ...covers: readonly string[]): Recommendation {
  return { heading, says, controls: [], covers };
}
