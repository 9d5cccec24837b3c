import { createHash } from "node:crypto";
import { z } from "zod";
import { isGuid } from "../../text/guid.ts";

/** What Partner Center posts. https://learn.microsoft.com/partner-center/developer/partner-center-webhooks */
export interface PartnerEvent {
  /** The same for every delivery of the event. */
  readonly id: string;
  /** `azure-fraud-event-detected`. */
  readonly name: string;
  /** Null for events that have none, such as `dap-admin-relationship-terminated`. */
  readonly resourceUri: string | null;
  readonly changed: Date;
  /** The subscription that the resource's address names, in lower case. */
  readonly subscriptionId: string | undefined;
}

/** An event with what came over the wire, so that it can be handed on unchanged. */
export interface ReceivedEvent extends PartnerEvent {
  /** UTF-8, as it was signed. */
  readonly body: string;
  /** The headers that prove the signature, and the content type. Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const schema = z.object({
  EventName: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  ResourceUri: z.string().min(1).max(2000).nullish(),
  ResourceChangeUtcDate: z.string().max(60),
});

/** Without a zone: UTC, as its name says. */
const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** Reads an event from the body of a request; undefined where it is not an event of Partner Center. */
export function parseEvent(body: Buffer): PartnerEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
  const read = schema.safeParse(value);
  if (!read.success) return undefined;
  const { EventName, ResourceChangeUtcDate, ResourceUri = null } = read.data;
  const time = Date.parse(
    ZONE.test(ResourceChangeUtcDate) ? ResourceChangeUtcDate : `${ResourceChangeUtcDate}Z`,
  );
  if (!Number.isFinite(time)) return undefined;
  const identity = JSON.stringify([EventName, ResourceUri, ResourceChangeUtcDate]);
  return {
    id: createHash("sha256").update(identity).digest("hex"),
    name: EventName,
    resourceUri: ResourceUri,
    changed: new Date(time),
    subscriptionId: subscriptionOf(ResourceUri),
  };
}

function subscriptionOf(uri: string | null): string | undefined {
  if (uri === null || !URL.canParse(uri)) return undefined;
  for (const [key, value] of new URL(uri).searchParams) {
    if (key.toLowerCase() === "subscriptionid" && isGuid(value)) return value.toLowerCase();
  }
  return undefined;
}
