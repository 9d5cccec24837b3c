import fc from "fast-check";
import { expect, test } from "vitest";
import { App, AzurermProvider, TerraformStack } from "#engine";
import { AzapiProvider } from "../../src/engine/azapi.ts";
import { renderStack } from "../../src/engine/render.ts";
import { resolveTokens } from "../../src/engine/resolve.ts";
import { readStack, Unknown } from "../../src/evidence/index.ts";
import { resolveExpressions } from "../../src/evidence/references.ts";
import { SUBSCRIPTION_ID, temporaryFolder } from "../support/stack.ts";
import { subscriptionId } from "./arbitraries.ts";
import { CONSTRUCTS, type Declare, type Provider } from "./declared-constructs.ts";

/*
 * The readers of evidence return the declaration of a construct, with azurerm and with azapi.
 */

/** azurerm has no dates of a cost anomaly alert: it writes its own at each apply. */
const NOT_OF_AZURERM = ["schedule.startDate", "schedule.endDate"];
/** Values that the readers add because Azure sets them. */
const DEFAULTS_OF_AZURE: Readonly<Record<string, unknown>> = {
  scope: `/subscriptions/${SUBSCRIPTION_ID}`,
};

/** A construct's resources as declared, and as the evidence of its stack has them, by id. */
function seenBy(provider: Provider, declare: Declare) {
  const stack = new TerraformStack(new App({ outdir: temporaryFolder(), stackTraces: false }), "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId });
  new AzapiProvider(stack, "azapi", { subscriptionId });
  const { adoptables } = declare(stack, provider);
  const evidence = readStack(renderStack(stack).json);
  const unread = evidence.declared.flatMap((one) => one.unread);
  const resources = evidence.subscriptions.get(subscriptionId)?.resources ?? [];
  const ids = new Map(
    adoptables.map(({ armId, resource }) => [
      `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`,
      armId,
    ]),
  );
  /** Evaluates a declared value like Terraform. */
  const evaluated = (value: unknown) =>
    resolveExpressions(resolveTokens(stack, value), (reference) => ids.get(reference));
  return { adoptables, evaluated, unread, resources: new Map(resources.map((one) => [String(one.id), one])) };
}

/** Normalizes a value: without empty members, alternatives without order, expressions by their text. */
function plain(value: unknown, path = ""): unknown {
  if (value instanceof Unknown) return value.waitsFor ?? "unknown";
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, path));
    const ordered = /(^|\.)(to|anyOf|containsAny|and)$/.test(path)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
    return ordered.length === 0 ? undefined : ordered;
  }
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const members = Object.entries(value).flatMap(([key, item]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const member = plain(item, at);
    return member === undefined || DEFAULTS_OF_AZURE[at] === member ? [] : [[key, member] as const];
  });
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

function without(value: unknown, paths: readonly string[], path = ""): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return paths.includes(at) ? [] : [[key, without(item, paths, at)] as const];
    }),
  );
}

interface Compared {
  readonly identity?: unknown;
  readonly kind?: unknown;
  readonly location?: unknown;
  readonly tags?: unknown;
  readonly properties: unknown;
}

function compared({ identity, kind, location, properties, tags: named }: Compared, left: readonly string[]) {
  return {
    // A map by the ids of identities, whose values are empty.
    identity: JSON.stringify(identity),
    kind: plain(kind),
    location: plain(location),
    tags: plain(named),
    properties: without(plain(properties), left),
  };
}

test.each(Object.entries(CONSTRUCTS))(
  "%s: the evidence equals the declaration, by azurerm and by azapi",
  (name, construct) => {
    // All examples together take some time.
    const numRuns = name === "SubscriptionBaseline" ? 4 : 25;
    fc.assert(
      fc.property(construct, (declare) => {
        for (const provider of ["azurerm", "azapi"] as const) {
          const { adoptables, evaluated, resources, unread } = seenBy({ provider }, declare);
          expect(unread).toEqual([]);
          expect(adoptables.length).toBeGreaterThan(0);
          expect(resources.size).toBe(adoptables.length);
          for (const { armId, stated } of adoptables) {
            const found = resources.get(armId);
            if (stated === undefined || found === undefined) throw new Error(`${armId} is not seen`);
            expect(found.type).toBe(stated.type);
            const left = provider === "azurerm" ? NOT_OF_AZURERM : [];
            const declared = { ...stated, properties: evaluated(stated.properties) };
            expect(compared(found, left)).toEqual(compared(declared, left));
          }
        }
      }),
      { numRuns },
    );
  },
);
