import type { Customer, Fleet, Position } from "../../fleet/index.ts";
import { relativeFile } from "../place.ts";

/** Returns the exceptions of these customers for `exceptions.json`, with their subscriptions and places. */
export function exceptionsOf(fleet: Fleet, customers: readonly Customer[]) {
  return customers.flatMap(({ key, subscriptions }) => {
    const byPlace = new Map<string, ReturnType<typeof exceptionOf>>();
    for (const { exceptions, id, name } of subscriptions) {
      for (const exception of exceptions) {
        const place = placeOf(exception.position(), fleet);
        const at = `${place}#${exception.control}`;
        const known = byPlace.get(at) ?? exceptionOf(key, exception, place);
        known.subscriptions.push({ id, name });
        byPlace.set(at, known);
      }
    }
    return [...byPlace.values()];
  });
}

function exceptionOf(
  customer: string,
  { approvedBy, control, expired, expires, reason }: Customer["subscriptions"][number]["exceptions"][number],
  place: string,
) {
  const subscriptions: { id: string; name: string }[] = [];
  return { customer, control, reason, approvedBy, expires, expired, place, subscriptions };
}

/** Returns the partner's attestations for `attestations.json`. */
export function attestationsOf(fleet: Fleet) {
  return (fleet.partner.attestations ?? []).map((attestation) => {
    const { control, evidence, on, owner, validDays } = attestation;
    return {
      control,
      owner,
      on,
      evidence,
      ...(validDays === undefined ? {} : { validDays }),
      place: placeOf(attestation.position(), fleet),
    };
  });
}

function placeOf(position: Position, fleet: Fleet): string {
  return `${relativeFile(position, fleet)}:${position.line}`;
}
