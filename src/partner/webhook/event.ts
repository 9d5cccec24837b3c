import { createHash } from "node:crypto";
import { z } from "zod";
import { isGuid } from "../../text/guid.ts";

/** An event of Partner Center. https://learn.microsoft.com/partner-center/developer/partner-center-webhooks */
export interface PartnerEvent {
  /** The same for every delivery of the event. */
  readonly id: string;
  /** `azure-fraud-event-detected`. */
  readonly name: string;
  /** Null for events that have none, such as `dap-admin-relationship-terminated`. */
  readonly resourceUri: string | null;
  readonly changed: Date;
  /** The subscription in the resource's address, in lower case. */
  readonly subscriptionId: string | undefined;
}

/** An event with the received bytes, so that it can be forwarded unchanged. */
export interface ReceivedEvent extends PartnerEvent {
  /** The signed body, UTF-8. */
  readonly body: string;
  /** The headers with the signature, and the content type. Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const schema = z.object({
  EventName: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  ResourceUri: z.string().min(1).max(2000).nullish(),
  ResourceChangeUtcDate: z.string().max(60),
});

/** Without a zone: UTC, according to its name. */
const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** Parses an event from the body of a request; undefined if it is not an event of Partner Center. */
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
