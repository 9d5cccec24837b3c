import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { type CalendarDate, type Fleet, formatProblem, parseCalendarDate } from "../../src/fleet/index.ts";
import { temporaryFolder } from "./stack.ts";

export const TODAY = day("2026-11-24");

export function day(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === undefined) throw new Error(`${text} is not a day`);
  return date;
}

export const PARTNER = `partner:
  name: Fabrikam Cloud Services
  tenantId: 11111111-1111-1111-1111-111111111111
  role: direct-bill
access: { model: lighthouse }
backend: { type: local }
baseline:
  location: westeurope
  contacts:
    security: { emails: [soc@fabrikam.example] }
    billing: { emails: [finops@fabrikam.example] }
    operations: { emails: [noc@fabrikam.example] }
  budget: { amount: 1000, startMonth: 2026-12 }
`;

export const CONTOSO = `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
  - id: 00000000-0000-0000-0000-000000000001
    name: prod
  - id: 00000000-0000-0000-0000-000000000002
    name: sandbox
`;

/** Writes files below a new folder, by their paths in it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Creates a valid fleet of these texts, each with a default: one partner, Contoso's two subscriptions. */
export function fleetOf({ partner = PARTNER, contoso = CONTOSO } = {}): Fleet {
  const folder = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });
  const result = loadFleet(folder, { today: TODAY });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.fleet;
}
