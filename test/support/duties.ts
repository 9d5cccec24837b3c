import { readFileSync, writeFileSync } from "node:fs";
import { ATTESTED_CONTROLS } from "../../src/fleet/index.ts";

const CONTACT = `
  securityContact:
    firstName: Fabrikam SOC
    middleName: Fabrikam SOC
    lastName: Team
    email: soc@fabrikam.example
    phone: "+1 425 555 0100"
    verified: { on: 2026-11-20, by: alice@fabrikam.example }`;

/** Adds a verified contact, and an attestation of every other duty, to the `partner.yaml` of a fleet. */
export function attestEverything(fleet: string, ...but: readonly string[]): void {
  const path = `${fleet}/partner.yaml`;
  const entries = ATTESTED_CONTROLS.filter((control) => !but.includes(control)).map(
    (control) =>
      `  - { control: ${control}, owner: alice@fabrikam.example, on: 2026-11-20, evidence: https://wiki.fabrikam.example/q4 }\n`,
  );
  const text = readFileSync(path, "utf8").replace(/\n {2}role: .*/, (role) => `${role}${CONTACT}`);
  writeFileSync(path, `${text}attestations:\n${entries.join("")}`);
}
