import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ArmExports } from "../../../src/evidence/arm/index.ts";
import { resourcesOfType } from "../../../src/evidence/index.ts";
import { temporaryFolder } from "../../support/stack.ts";

export const ID = "00000000-0000-0000-0000-000000000001";
export const OTHER = "00000000-0000-0000-0000-000000000002";
export const THIRD = "00000000-0000-0000-0000-0000000000e3";
export const CONTACTS = "Microsoft.Security/securityContacts";
export const BUDGETS = "Microsoft.Consumption/budgets";
export const PRICINGS = "Microsoft.Security/pricings";

export function contact(id = ID, emails = "soc@fabrikam.example") {
  return {
    id: `/subscriptions/${id}/providers/Microsoft.Security/securityContacts/default`,
    name: "default",
    type: CONTACTS,
    properties: { emails, isEnabled: true },
  };
}

export function budget(id = ID, amount: unknown = 1000) {
  const own = { amount, category: "Cost", notifications: { a: { threshold: "80", contactEmails: [] } } };
  return {
    id: `/subscriptions/${id}/providers/${BUDGETS}/monthly`,
    name: "monthly",
    type: BUDGETS,
    properties: own,
  };
}

/** Creates exports of files with these texts or bytes. */
export function exportsOf(...files: readonly (string | Uint8Array)[]): ArmExports {
  const folder = temporaryFolder();
  const exports = new ArmExports();
  for (const [index, content] of files.entries()) {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, content);
    exports.add(path);
  }
  return exports;
}

export const json = (value: unknown, indent?: number) => JSON.stringify(value, undefined, indent);
export const emailsIn = (exports: ArmExports, id = ID) =>
  resourcesOfType(exports.evidence(id), CONTACTS).map(({ properties }) => json(properties));

export const FOUND = [json({ emails: "soc@fabrikam.example", isEnabled: true })];
