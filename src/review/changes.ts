import type { ArmResource } from "../evidence/index.ts";
import type { PlannedResource } from "../evidence/plan/index.ts";
import { member, textMember } from "../text/json.ts";
import { actionsOf, deposedEntries, importIdOf, previousAddressOf } from "./actions.ts";
import { diffAttributes } from "./attribute-diff.ts";
import { isBaseline } from "./baseline-resources.ts";
import type { ChangeContext } from "./change-context.ts";
import { withoutCredentials } from "./masking.ts";
import type { ChangeAction, ResourceChange } from "./model.ts";
import { planEvents } from "./plan-events.ts";
import { callsOf, callWarning } from "./run-actions.ts";
import { shorten } from "./shorten.ts";
import { sidesOf } from "./sides.ts";
import { importedIds, takenOverBy } from "./taken-over.ts";
import { warningsOf } from "./warnings.ts";

/** The number of resources listed with attributes; a plan's further changes are listed without. */
const MAX_DETAILED = 2000;

/**
 * Returns the changes that a plan makes to the resources of a subscription, in the plan's order, without reads and
 * no-ops.
 */
export function resourceChanges(context: ChangeContext): ResourceChange[] {
  const { evidence, listed, plan } = context;
  const changes: ResourceChange[] = [];
  const imported = importedIds(evidence);
  for (const resource of evidence.resources) {
    if (resource.entry === undefined || !listed(resource.subscriptionId)) continue;
    const actions = actionsOf(resource.entry);
    if (isQuiet(actions)) continue;
    changes.push(describe(resource, actions, changes.length < MAX_DETAILED, context, imported));
  }
  for (const entry of deposedEntries(plan)) {
    const owner = evidence.resource(textMember(entry, "address") ?? "");
    const actions = actionsOf(entry);
    if (isQuiet(actions) || !listed(evidence.placeBefore(entry) ?? owner?.subscriptionId)) continue;
    changes.push(deposed(entry, actions, owner, context));
  }
  return [...changes, ...planEvents(context)];
}

/** Actions that do not change the resource in Azure. */
const SAME: ReadonlySet<ChangeAction> = new Set(["import", "move", "forget", "no-op", "read"]);

function isQuiet(actions: readonly ChangeAction[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}

function describe(
  resource: PlannedResource,
  actions: readonly ChangeAction[],
  detailed: boolean,
  context: ChangeContext,
  imported: ReadonlyMap<string, string>,
): ResourceChange {
  const { baseline, evidence, existing, plan, secrets } = context;
  const { address, entry, type } = resource;
  const call =
    type === "azapi_resource_action"
      ? callsOf(plan, evidence).find((one) => one.address === address)
      : undefined;
  const called = call === undefined ? undefined : callWarning(call);
  const change = member(entry, "change");
  const looked = [resource.before, resource.after].filter((side) => side !== undefined);
  const importId = importIdOf(change);
  const reason = textMember(entry, "action_reason");
  const previousAddress = previousAddressOf(entry);
  const successor = actions.includes("forget") ? takenOverBy(resource, imported) : undefined;
  const differs = detailed && actions.some((action) => !SAME.has(action));
  return {
    address: shorten(secrets.maskAddress(address)),
    type: shorten(type),
    actions,
    baseline: called !== undefined || looked.some((side: ArmResource) => isBaseline(side, baseline)),
    deposed: false,
    ...(previousAddress === undefined
      ? {}
      : { previousAddress: shorten(secrets.maskAddress(previousAddress)) }),
    ...(importId === undefined
      ? {}
      : {
          importId:
            importId === ""
              ? "(known after apply)"
              : shorten(withoutCredentials(secrets.mask(importId), "id")),
        }),
    ...(successor === undefined ? {} : { takenOverBy: shorten(secrets.maskAddress(successor)) }),
    ...(reason === undefined ? {} : { reason: shorten(secrets.maskText(reason)) }),
    attributes: differs ? diffAttributes(sidesOf(change), secrets, evidence.expression(address)) : [],
    warnings: [
      ...warningsOf(resource, actions, baseline, { existing, isTakenOver: successor !== undefined }),
      ...(called === undefined ? [] : [called]),
    ].map((warning) => shorten(secrets.maskText(warning, address))),
  };
}

function deposed(
  entry: unknown,
  actions: readonly ChangeAction[],
  owner: PlannedResource | undefined,
  { baseline, secrets }: ChangeContext,
): ResourceChange {
  const sides = [owner?.before, owner?.after].filter((side) => side !== undefined);
  return {
    address: shorten(secrets.maskAddress(textMember(entry, "address") ?? "")),
    type: shorten(textMember(entry, "type") ?? ""),
    actions,
    baseline: sides.some((side) => isBaseline(side, baseline)),
    deposed: true,
    attributes: [],
    warnings: [],
  };
}
