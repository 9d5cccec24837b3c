import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { enforceJsonSchema } from "../../src/enforce/schema.ts";
import { TODAY } from "../support/fleet.ts";
import { validatorOf } from "../support/json-schema.ts";
import { idOf, World } from "./support/world.ts";

/*
 * Customers whose tenant has a stack of its own: enforce does not read tenants and lists the stack for a person.
 */

const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000021/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-soc";
const tenantOf = (index: number) => `${String(index).repeat(8)}-0000-0000-0000-000000000000`;
const customer = (key: string, index: number) => `customer: ${key}
displayName: ${key}
tenantId: ${tenantOf(index)}
access: { model: customer-app, clientId: 55555555-5555-5555-5555-55555555555${index} }
tenantBaseline: { entraLogExport: { workspaceId: ${WORKSPACE} } }
subscriptions:
  - { id: ${idOf(20 + index)}, name: ${key}-1 }
`;
const KEYS = ["fabric", "fourth", "litware", "northwind"];

let world: World;
beforeAll(async () => {
  world = await World.start({ count: 1 });
  for (const [at, key] of KEYS.entries()) world.write(`customers/${key}.yaml`, customer(key, at + 1));
}, 240_000);

const line = (index: number) => `csp-baseline plan --only tenant-${tenantOf(index)}`;

test("without a tenant's stack in the selected part of the fleet, none is named", async () => {
  const { out, status } = await world.command("enforce", "--only", "app-1");
  expect([status, out]).toEqual([0, "found 0 of 1 managed subscription\n"]);
});

test("a tenant's stack is listed with the command that plans it, in each format", async () => {
  const human = await world.command("enforce", "--only", "fabric");
  expect(human.out).toContain(
    `1 tenant stack waits for a person, because enforce does not read tenants: whether anything drifted is unknown\n    ${line(1)}\n`,
  );
  const markdown = await world.command("enforce", "--only", "fabric", "--format", "markdown");
  expect(markdown.out).toContain(
    `1 tenant stack waits for a person, because enforce does not read tenants: whether anything drifted is unknown:\n\n- \`${line(1)}\``,
  );
  const json = await world.command("enforce", "--only", "fabric", "--format", "json");
  const result = JSON.parse(json.out);
  expect(validatorOf(JSON.parse(enforceJsonSchema("known")))(result)).toEqual([]);
  expect(result.tenantStacks).toEqual([
    { stack: `tenant-${tenantOf(1)}`, customer: "fabric", command: line(1) },
  ]);
});

test("many are listed by the first three and the command for all", async () => {
  const { out } = await world.command("enforce");
  expect(out).toContain("4 tenant stacks wait for a person");
  expect(out).toContain(`${line(3)}\n    all: csp-baseline plan --only 'tenant-*'\n`);
  expect(out).not.toContain(line(4));
  const file = join(world.plans, "enforce.json");
  expect(JSON.parse(readFileSync(file, "utf8")).tenantStacks).toHaveLength(4);
});

test("they do not change the result: a fleet without drift stays clean", async () => {
  const loaded = loadFleet(world.fleetFolder, { today: TODAY });
  if (!loaded.ok) throw new Error("the fleet does not load");
  const result = await world.enforce({ tenants: loaded.fleet.tenants });
  expect([result.status, result.tenantStacks?.length, world.runs("plan")]).toEqual(["clean", 4, 0]);
});
