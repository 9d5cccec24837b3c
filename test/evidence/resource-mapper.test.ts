import { afterEach, describe, expect, it, test } from "vitest";
import { resourcesSeen } from "../../src/controls/index.ts";
import { ArmExports } from "../../src/evidence/arm/index.ts";
import {
  attribute,
  joined,
  type ResourceMapper,
  read,
  readStack,
  resourcesOfType,
  UnknownValueError,
  useResourceMappers,
} from "../../src/evidence/index.ts";
import { asArmResource } from "../../src/evidence/plan/index.ts";
import { folderOf } from "../support/fleet.ts";

const ID = "00000000-0000-0000-0000-000000000001";
const SCOPE = `/subscriptions/${ID}`;
const LOCKS = "Microsoft.Authorization/locks";
const locks: ResourceMapper = {
  type: LOCKS,
  terraform: {
    azurerm_management_lock: (values, scope) => {
      const name = attribute(values, "name");
      const properties = { level: attribute(values, "lock_level") };
      return { name, id: joined(scope, `/providers/${LOCKS}/`, name), properties };
    },
  },
};

afterEach(() => {
  useResourceMappers([]);
});

function stack(attributes: object) {
  return readStack({
    provider: { azurerm: [{ subscription_id: ID }] },
    resource: { azurerm_management_lock: { lock: attributes } },
  }).subscriptions.get(ID);
}

describe("a resource of an app's custom type", () => {
  it("is evidence of a stack, and of a plan", () => {
    const values = { name: "keep", lock_level: "ReadOnly" };
    expect(stack(values)).toBeUndefined();
    expect(useResourceMappers([locks])).toEqual([]);
    const evidence = stack(values);
    expect(evidence?.resources).toEqual([
      {
        type: LOCKS,
        name: "keep",
        id: `${SCOPE}/providers/${LOCKS}/keep`,
        properties: { level: "ReadOnly" },
        address: "azurerm_management_lock.lock",
      },
    ]);
    const { address: _, ...mapped } = { ...evidence?.resources[0] };
    expect(asArmResource("azurerm_management_lock", values, ID)).toEqual(mapped);
  });

  it("is evidence of exported files, with the type in any case", () => {
    useResourceMappers([locks]);
    const folder = folderOf({
      "locks.json": JSON.stringify([
        {
          id: `${SCOPE}/providers/${LOCKS}/keep`,
          name: "keep",
          type: LOCKS.toLowerCase(),
          properties: { level: "ReadOnly" },
        },
      ]),
    });
    const exports = new ArmExports();
    exports.add(`${folder}/locks.json`);
    const [lock] = resourcesOfType(exports.evidence(ID), LOCKS);
    expect(lock).toMatchObject({ type: LOCKS, properties: { level: "ReadOnly" } });
  });

  it("is unknown where no exported file has its type", () => {
    useResourceMappers([locks]);
    const folder = folderOf({
      "groups.json": JSON.stringify([
        {
          id: `${SCOPE}/resourceGroups/a`,
          name: "a",
          type: "Microsoft.Resources/resourceGroups",
          tags: { a: "b" },
        },
      ]),
    });
    const exports = new ArmExports();
    exports.add(`${folder}/groups.json`);
    expect(() => resourcesSeen(exports.evidence(ID), LOCKS)).toThrow(`${LOCKS} cannot be read`);
  });

  const throwing = () => {
    throw new Error("no");
  };
  test.each<[string, () => unknown]>([
    ["throws", throwing],
    ["returns nothing", () => undefined],
    ["omits required members", () => ({ name: "a" })],
    ["returns functions as values", () => ({ name: "a", id: SCOPE, properties: { level: () => 1 } })],
    ["returns a circular value", () => ({ name: "a", id: SCOPE, properties: endless() })],
  ])("exists with unknown values where its mapper %s", (_, map) => {
    useResourceMappers([{ type: LOCKS, terraform: { azurerm_management_lock: () => Object(map()) } }]);
    const [lock] = stack({ name: "keep" })?.resources ?? [];
    expect(lock?.type).toBe(LOCKS);
    expect(() => lock && read(lock).get("properties").get("level").text()).toThrow(UnknownValueError);
  });
});

function endless(): object {
  const circle: Record<string, unknown> = {};
  circle["again"] = circle;
  return circle;
}

describe("mappers", () => {
  test.each<[string, unknown, string]>([
    [
      "a type of the project's own",
      { ...locks, type: "microsoft.consumption/BUDGETS" },
      "maps microsoft.consumption/BUDGETS, which csp-baseline already maps",
    ],
    [
      "a Terraform type of the project's own",
      { type: LOCKS, terraform: { azapi_resource: () => ({}) } },
      "maps azapi_resource, which csp-baseline already maps",
    ],
    ["no type", { type: "locks" }, "needs a type such as Microsoft.Authorization/locks"],
    ["a type with another path", { type: "Microsoft.A/../b?c" }, "needs a type such as"],
    [
      "a value that is not a function",
      { type: LOCKS, terraform: { azurerm_management_lock: 1 } },
      "is not a function",
    ],
    [
      "no api-version",
      { type: LOCKS, azure: { apiVersion: "latest" } },
      "needs an azure.apiVersion such as 2020-05-01",
    ],
    [
      "a filter that adds a parameter",
      { type: LOCKS, azure: { apiVersion: "2020-05-01", filter: "a&b=c" } },
      "has an azure.filter",
    ],
  ])("with %s are rejected", (_, mapper, message) => {
    const unchecked: ResourceMapper = Object(mapper);
    expect(useResourceMappers([unchecked]).join()).toContain(message);
    expect(stack({ name: "keep", lock_level: "ReadOnly" })).toBeUndefined();
  });

  it("map a type once", () => {
    expect(useResourceMappers([locks, locks])).toEqual([
      `the resource mapper of ${LOCKS} maps ${LOCKS} a second time`,
      `the resource mapper of ${LOCKS} maps azurerm_management_lock a second time`,
    ]);
  });
});
