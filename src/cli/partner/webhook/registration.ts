import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Service } from "../../../azure/client.ts";
import type { WebhookRegistration } from "../../../partner/partner-center/webhook-registration.ts";
import { isOwnEvent } from "../../../partner/partner-center/webhook-registration.ts";
import type { RegistrationChange } from "../../../partner/webhook/registration-change.ts";
import { messageOf } from "../../../text/error-message.ts";
import { visible } from "../../../text/visible.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT } from "../../exit-codes.ts";

/** The role that Partner Center requires for the registration. */
export const ROLE = "the role Admin agent";

const SCHEMA = "csp-baseline/webhook-registration/v1";
const savedSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  WebhookUrl: z.string().min(1).max(2048),
  WebhookEvents: z.array(z.string().min(1).max(200)).max(500),
});

/** Returns an address without its query, which often contains a key. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url)) return "an address that cannot be read";
  const { host, pathname } = new URL(url);
  return visible(`${host}${pathname === "/" ? "" : pathname}`);
}

/** Writes a registration to a file that only its owner reads, named after its content. @returns the file's name */
export function saveRegistration({ events, url }: WebhookRegistration, file: string | undefined): string {
  const text = `${JSON.stringify({ schema: SCHEMA, WebhookUrl: url, WebhookEvents: events }, undefined, 2)}\n`;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const path = file ?? `webhook-registration-${digest}.json`;
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new CommandError(
      `cannot save the existing registration to ${path}, so nothing was written: ${messageOf(error)}`,
      EXIT.outside,
    );
  }
  return path;
}

/** Reads a registration from a file of {@link saveRegistration}. @throws {CommandError} */
export function savedRegistration(file: string): WebhookRegistration {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CommandError(`cannot read --restore ${file}: ${messageOf(error)}`, EXIT.invalid);
  }
  const read = savedSchema.safeParse(value);
  const url = read.data?.WebhookUrl ?? "";
  if (!read.success || !URL.canParse(url) || new URL(url).protocol !== "https:") {
    throw new CommandError(
      `--restore ${file} is not a registration that register saved (${SCHEMA})`,
      EXIT.invalid,
    );
  }
  return { url, events: read.data.WebhookEvents };
}

/** Shows the changes of a registration, line by line. */
export function showChange({ after, before, lost }: RegistrationChange, console: Console): void {
  const from = before === undefined ? "no webhook" : shownAddress(before.url);
  console.out(`registered now  ${from}`);
  console.out(`would be        ${shownAddress(after.url)}`);
  const all = [...new Set([...(before?.events ?? []), ...after.events])].sort();
  const isMoved = before !== undefined && before.url !== after.url;
  for (const event of all) {
    const isNew = before?.events.includes(event) !== true;
    const sign = lost.includes(event) ? "-" : isNew ? "+" : isMoved ? "~" : " ";
    const owner = isOwnEvent(event) ? "" : "  (of another system)";
    console.out(`  ${sign} ${visible(event)}${owner}`);
  }
}

/** Returns whether two registrations are equal, so that no change was made between showing and writing. */
export function isUnchanged(
  shown: WebhookRegistration | undefined,
  now: WebhookRegistration | undefined,
): boolean {
  const text = (one: WebhookRegistration | undefined) =>
    one === undefined ? "" : JSON.stringify([one.url, [...one.events].sort()]);
  return text(shown) === text(now);
}

/** The input of a webhook verb for Partner Center. */
export type Ask = <Found>(ask: (partnerCenter: Service) => Promise<Found>) => Promise<Found>;
