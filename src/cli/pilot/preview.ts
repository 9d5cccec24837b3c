import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "../../evidence/index.ts";
import type { Subscription } from "../../fleet/index.ts";
import { printable } from "../../text/printable.ts";
import type { Console } from "../console.ts";
import { PILOT_GROUP } from "./pilot-fleet.ts";

/**
 * Types without a price of their own. Mails of action groups are free up to a number a month that a pilot does not
 * reach. https://azure.microsoft.com/pricing/details/monitor/
 */
const FREE = new Set([
  "microsoft.security/securitycontacts",
  "microsoft.consumption/budgets",
  "microsoft.costmanagement/scheduledactions",
  "microsoft.insights/actiongroups",
  "microsoft.insights/activitylogalerts",
  "microsoft.alertsmanagement/actionrules",
  "microsoft.authorization/policyassignments",
  "microsoft.resources/resourcegroups",
]);
export const CONTACT_TYPE = "microsoft.security/securitycontacts";

/** The resources that a pilot creates. */
export interface PilotPreview {
  /** The ids in Azure, the resource group first. */
  readonly ids: readonly string[];
  /** How many of each type. */
  readonly types: ReadonlyMap<string, number>;
  /** Types that may cost money. */
  readonly priced: readonly string[];
  readonly hasContact: boolean;
}

/** Reads from the stack what the pilot will create. It asks Azure nothing. */
export function previewOf(stackFolder: string, { id }: Subscription): PilotPreview {
  const stack: unknown = JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8"));
  const types = new Map<string, number>();
  const ids = [`/subscriptions/${id}/resourceGroups/${PILOT_GROUP}`];
  for (const { id: place, type } of readStack(stack).declared) {
    if (type.toLowerCase() === "microsoft.resources/resourcegroups") continue;
    types.set(type, (types.get(type) ?? 0) + 1);
    if (typeof place === "string") ids.push(place);
  }
  return {
    ids,
    types,
    priced: [...types.keys()].filter((type) => !FREE.has(type.toLowerCase())),
    hasContact: [...types.keys()].some((type) => type.toLowerCase() === CONTACT_TYPE),
  };
}

/** Says what the pilot creates, changes and costs. */
export function showPreview(
  { hasContact, priced, types }: PilotPreview,
  { customer, id, name }: Subscription,
  notRecorded: readonly string[],
  folder: string,
  console: Console,
): void {
  const bold = (text: string) => console.style("bold", text);
  console.out(`${bold("Pilot")}     ${printable(`${customer.key}/${name}`, 120)} (${id})`);
  console.out(`${bold("Creates")}   the resource group ${PILOT_GROUP}, and in the subscription:`);
  for (const [type, count] of types) console.out(`            ${String(count).padStart(3)} ${type}`);
  if (hasContact)
    console.out(
      `${bold("Changes")}   the subscription's security contact. One that is there is kept and put back at the end`,
    );
  console.out(
    `${bold("Mails")}     Azure mails the receivers of the action group and of the security contact that they were added`,
  );
  console.out(
    priced.length === 0
      ? `${bold("Costs")}     nothing: these types have no price of their own; Defender plans and log export are left out`
      : `${bold("Costs")}     see the prices of ${priced.join(", ")}; the others have none`,
  );
  console.out(`${bold("Removes")}   all of it at the end; after an interruption, with --clean`);
  console.out(
    `${bold("Records")}   requests and answers in ${printable(folder, 200)}, without ids, names and secrets`,
  );
  for (const one of notRecorded) console.out(`            ${one}`);
  console.out(`${bold("Takes")}     about half an hour`);
  console.out("");
}
