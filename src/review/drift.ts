import { asArmResource, type PlanEvidence, type PlannedResource } from "../evidence/plan/index.ts";
import type { Baseline } from "../fleet/index.ts";
import { isRecord, items, type JsonMap, member, textMember } from "../text/json.ts";
import { diffAttributes } from "./attribute-diff.ts";
import { isSame } from "./attribute-values.ts";
import { isBaseline } from "./baseline-resources.ts";
import type { AttributeChange, Drift } from "./model.ts";
import type { Secrets } from "./secrets.ts";
import { shorten } from "./shorten.ts";
import { sidesOf } from "./sides.ts";

export interface DriftContext {
  readonly plan: unknown;
  readonly evidence: PlanEvidence;
  readonly secrets: Secrets;
  readonly baseline: Baseline;
  readonly listed: (subscriptionId: string | undefined) => boolean;
}

/** The number of entries listed. */
const MAX_DRIFT = 1000;

/**
 * Returns changes made in Azure outside of Terraform. Leaves out rewrites by providers: another form of an empty value,
 * ids in another case, and attributes that the configuration does not set.
 */
export function driftOf({ baseline, evidence, listed, plan, secrets }: DriftContext): Drift[] {
  const drift = items(member(plan, "resource_drift"));
  if (drift.length === 0) return [];
  const found: Drift[] = [];
  for (const entry of drift) {
    const address = textMember(entry, "address") ?? "";
    const type = textMember(entry, "type") ?? "";
    const resource = evidence.resource(address);
    if (!isRecord(entry) || entry["mode"] === "data") continue;
    if (!listed(evidence.placeBefore(entry) ?? resource?.subscriptionId)) continue;
    if (found.length >= MAX_DRIFT) break;
    const change = member(entry, "change");
    const deleted = items(member(change, "actions")).includes("delete");
    const expression = evidence.expression(address);
    const attributes = deleted
      ? []
      : diffAttributes(sidesOf(change), secrets, undefined).filter(
          (attribute) =>
            !sameId(attribute) &&
            (expression === undefined ||
              expression.get(rootOf(attribute)).declared ||
              isJudged(type, change, rootOf(attribute))),
        );
    if (!deleted && attributes.length === 0) continue;
    found.push({
      address: shorten(secrets.maskAddress(address)),
      type: shorten(type),
      action: deleted ? "delete" : "update",
      baseline: looksBaseline(resource, entry, baseline),
      attributes,
    });
  }
  return found;
}

/** Resources that the plan does not change or no longer contains are judged by their state before the drift. */
function looksBaseline(resource: PlannedResource | undefined, entry: JsonMap, baseline: Baseline): boolean {
  const before = asArmResource(textMember(entry, "type") ?? "", member(entry["change"], "before"));
  return [resource?.before, resource?.after, before].some(
    (side) => side !== undefined && isBaseline(side, baseline),
  );
}

/**
 * Whether evidence contains an attribute that the configuration does not name: it has its default, or is in a dynamic
 * block, which a plan's configuration leaves out.
 */
function isJudged(type: string, change: unknown, attribute: string): boolean {
  const before = member(change, "before");
  if (!isRecord(before)) return false;
  const mapped = asArmResource(type, before);
  const drifted = asArmResource(type, { ...before, [attribute]: member(member(change, "after"), attribute) });
  return mapped !== undefined && drifted !== undefined && !isSame(mapped.properties, drifted.properties);
}

function sameId({ after, before }: AttributeChange): boolean {
  const [a, b] = [before, after].map((side) => side?.toLowerCase());
  return a !== undefined && a === b && a.startsWith("/subscriptions/");
}

/** Returns the root of a path: `time_period` of `time_period[0].start_date`. */
function rootOf({ path }: AttributeChange): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
