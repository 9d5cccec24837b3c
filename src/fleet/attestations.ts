import { attestableComplaint, attestedControlId } from "./attested-control.ts";
import type { CalendarDate } from "./calendar.ts";
import type { FleetDocument } from "./document.ts";
import { describeFound, quote } from "./echo.ts";
import type { Attestation } from "./fleet.ts";
import type { Path } from "./path.ts";
import { formatPosition } from "./position.ts";
import { type Fault, withHint } from "./problem.ts";
import type { AttestationEntry, PartnerFile } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Returns the attestations of well-formed entries. */
export function attestationsOf(file: YamlFile, entries: readonly AttestationEntry[]): Attestation[] {
  return entries.flatMap((entry, index) => {
    const control = attestedControlId(entry.control);
    if (control === undefined) return [];
    return [{ ...entry, control, position: () => file.locate(["attestations", index]) }];
  });
}

/** Returns the faults of attestations whose entries are well formed. */
export function attestationFaults(
  { content: { attestations = [], partner }, file }: FleetDocument<PartnerFile>,
  today: CalendarDate,
  judged: readonly string[],
): Fault[] {
  const faults: Fault[] = [];
  const checkDay = (day: CalendarDate | undefined, path: Path): void => {
    if (day === undefined || day <= today) return;
    const hint = "An attestation cannot describe the future.";
    faults.push({ path, message: `must not be after today, ${today}`, found: quote(day), hint });
  };
  checkDay(partner.securityContact?.verified?.on, ["partner", "securityContact", "verified", "on"]);
  const first = new Map<string, number>();
  attestations.forEach(({ control, on }, index) => {
    const at: Path = ["attestations", index];
    checkDay(on, [...at, "on"]);
    const complaint = attestableComplaint(control, judged);
    if (complaint !== undefined) {
      const { hint, message } = complaint;
      faults.push({ path: [...at, "control"], message, found: describeFound(control), ...withHint(hint) });
      return;
    }
    const earlier = first.get(control);
    if (earlier === undefined) first.set(control, index);
    else {
      const where = formatPosition(file.locate(["attestations", earlier, "control"]));
      const message = `${control} is also attested at ${where}`;
      faults.push({ path: [...at, "control"], message, hint: "Keep the latest of the two." });
    }
  });
  return faults;
}
