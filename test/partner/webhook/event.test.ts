import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEvent } from "../../../src/partner/webhook/event.ts";

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

test("any body is an event or is rejected, without an error", () => {
  const known = fc.constantFrom(
    "EventName",
    "ResourceUri",
    "ResourceChangeUtcDate",
    "__proto__",
    "constructor",
  );
  const body = fc.oneof(
    fc.uint8Array().map((array) => Buffer.from(array)),
    fc.json().map((text) => Buffer.from(text)),
    fc.dictionary(known, fc.oneof(fc.string(), fc.anything())).map((value) => {
      try {
        return bytes(value);
      } catch {
        return Buffer.from("{}");
      }
    }),
  );
  fc.assert(
    fc.property(body, (found) => {
      const event = parseEvent(found);
      if (event !== undefined) expect(Number.isFinite(event.changed.getTime())).toBe(true);
    }),
  );
});

test("two events are equal if name, resource and date are equal", () => {
  const parts = fc.record({
    EventName: fc.constantFrom("a-b", "a-c"),
    ResourceUri: fc.constantFrom("x", "xa", "https://x.example/?SubscriptionId=1"),
    ResourceChangeUtcDate: fc.constantFrom("2026-11-24T00:00:00Z", "2026-11-24T00:00:00.1Z"),
    More: fc.nat(),
  });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const { More: _, ...oneIdentity } = one;
      const { More: __, ...otherIdentity } = other;
      const isSame =
        JSON.stringify(Object.values(oneIdentity)) === JSON.stringify(Object.values(otherIdentity));
      expect(parseEvent(bytes(one))?.id === parseEvent(bytes(other))?.id).toBe(isSame);
    }),
  );
});

test.each([
  [
    "https://x.example/v1/fraudEvents?subscriptionid=00000000-0000-0000-0000-00000000000A",
    "00000000-0000-0000-0000-00000000000a",
  ],
  ["https://x.example/v1/fraudEvents?SubscriptionId=all", undefined],
  ["https://x.example/v1/fraudEvents", undefined],
  ["not an address", undefined],
])("%s names the subscription %s", (ResourceUri, subscriptionId) => {
  const event = parseEvent(
    bytes({ EventName: "a", ResourceUri, ResourceChangeUtcDate: "2026-11-24T00:00:00Z" }),
  );
  expect(event?.subscriptionId).toBe(subscriptionId);
});
