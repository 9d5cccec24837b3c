import type { Position, Subscription } from "../../../fleet/index.ts";
import { htmlNames, names } from "../../names.ts";
import { counted } from "../../wording.ts";

/** The length of lists, the current day, and the pages of the fleet's lines. */
export interface Shown {
  readonly names: number;
  readonly now: Date;
  readonly sourceUrl: (position: Position) => string | undefined;
}

/** Formats an item of a list, with the lines below its first one. All are Markdown on one line. */
export function listItem(first: string, ...more: readonly string[]): string {
  return `- ${[first, ...more].filter((line) => line !== "").join("<br>")}`;
}

/**
 * Formats subscriptions that link to their lines of the fleet: `contoso/prod`, or `3 subscriptions: ...`.
 * @param positionOf the line of the subscription at an index
 */
export function which(
  subscriptions: readonly Subscription[],
  shown: Shown,
  positionOf: (index: number) => Position | undefined = (index) => subscriptions[index]?.position(),
): string {
  const list = names(subscriptions, shown.names, (index) => {
    const position = positionOf(index);
    return position === undefined ? undefined : shown.sourceUrl(position);
  });
  return subscriptions.length === 1 ? list : `${counted(subscriptions.length, "subscription")}: ${list}`;
}

/** Formats subscriptions for a summary that expands, without links: `contoso/prod`, or `3 subscriptions (...)`. */
export function htmlWhich(subscriptions: readonly Subscription[], shown: Shown): string {
  const list = htmlNames(subscriptions, shown.names);
  return subscriptions.length === 1
    ? list
    : `<b>${counted(subscriptions.length, "subscription")}</b> (${list})`;
}
