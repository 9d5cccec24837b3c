import { z } from "zod";
import { attestedControlId } from "./attested-control.ts";
import { CalendarDate } from "./calendar.ts";
import type { Attestation, PartnerSecurityContact } from "./fleet.ts";
import { formatPath } from "./path.ts";
import { formatProblem } from "./problem.ts";
import { Email } from "./scalars.ts";
import { AttestationEntry } from "./schema.ts";
import { faultsOf } from "./schema-problems.ts";

/** An attestation as entered, unchecked. */
export interface AttestationInput {
  readonly control: string;
  readonly owner: string | undefined;
  readonly on: string;
  readonly evidence: string | undefined;
  readonly validDays: number | undefined;
}

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Validates an attestation by the rules of the fleet's format; returns it or its faults: `owner: must be ...`. */
export function parseAttestation({
  validDays,
  ...rest
}: AttestationInput): Parsed<Omit<Attestation, "position">> {
  const input = validDays === undefined ? rest : { ...rest, validDays };
  const parsed = parse(AttestationEntry, input);
  if (!parsed.ok) return parsed;
  const control = attestedControlId(parsed.value.control);
  if (control === undefined) return { ok: false, problems: ["control: cannot be attested"] };
  return { ok: true, value: { ...parsed.value, control } };
}

/**
 * Validates the person and day of the security contact's comparison with Partner Center; returns them or the faults.
 */
export function parseVerification(input: {
  readonly owner: string | undefined;
  readonly on: string;
}): Parsed<NonNullable<PartnerSecurityContact["verified"]>> {
  const parsed = parse(z.strictObject({ owner: Email, on: CalendarDate }), input);
  return parsed.ok ? { ok: true, value: { on: parsed.value.on, by: parsed.value.owner } } : parsed;
}

function parse<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const faults = faultsOf(schema, input, result.error.issues);
  return {
    ok: false,
    problems: faults.map((fault) => formatProblem({ ...fault, path: formatPath(fault.path) })),
  };
}
