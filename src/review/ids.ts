import { textFor } from "../controls/judgements.ts";
import { ANY_IDS, idsOf, type StackIds, shapeOf, textOf } from "../controls/shape.ts";
import type { Subscription } from "../fleet/index.ts";
import type { AttributeChange, Drift, ResourceChange } from "./model.ts";

/** Replaces the subscription's own ids in the changes by placeholders. A change without ids stays the same object. */
export function withoutIds(changes: readonly ResourceChange[], ids: StackIds): readonly ResourceChange[] {
  return rewrite(changes, (text) => shapeOf(text, ids) ?? withoutPlaceholders(text));
}

/** Removes text that looks like a placeholder. */
function withoutPlaceholders(text: string): string {
  return text.replaceAll(ANY_IDS.subscriptionId, "\ufffd").replaceAll(ANY_IDS.tenantId, "\ufffd");
}

/** Fills the ids of a subscription into changes without ids. */
export function withIds(changes: readonly ResourceChange[], ids: StackIds): readonly ResourceChange[] {
  return rewrite(changes, (text) => textOf(text, ids));
}

/** Fills readable placeholders into changes without ids. */
export function withPlaceholders(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return withIds(changes, { subscriptionId: "<subscription>", tenantId: "<tenant>" });
}

type Write = (text: string) => string;

function rewrite(changes: readonly ResourceChange[], write: Write): readonly ResourceChange[] {
  return mapped(changes, (change) => {
    const address = write(change.address);
    const attributes = mapped(change.attributes, (attribute) => rewriteAttribute(attribute, write));
    const warnings = mapped(change.warnings, write);
    const previousAddress = change.previousAddress === undefined ? undefined : write(change.previousAddress);
    const takenOverBy = change.takenOverBy === undefined ? undefined : write(change.takenOverBy);
    const importId = change.importId === undefined ? undefined : write(change.importId);
    const same =
      address === change.address &&
      attributes === change.attributes &&
      warnings === change.warnings &&
      previousAddress === change.previousAddress &&
      takenOverBy === change.takenOverBy &&
      importId === change.importId;
    if (same) return change;
    return {
      ...change,
      address,
      attributes,
      warnings,
      ...(previousAddress === undefined ? {} : { previousAddress }),
      ...(takenOverBy === undefined ? {} : { takenOverBy }),
      ...(importId === undefined ? {} : { importId }),
    };
  });
}

function rewriteAttribute(attribute: AttributeChange, write: Write): AttributeChange {
  const path = write(attribute.path);
  const before = attribute.before === undefined ? undefined : write(attribute.before);
  const after = attribute.after === undefined ? undefined : write(attribute.after);
  const same = path === attribute.path && before === attribute.before && after === attribute.after;
  return same ? attribute : { ...attribute, path, before, after };
}

/** Maps a list; returns the same list when no item changed. */
function mapped<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let copy: T[] | undefined;
  for (const [index, item] of list.entries()) {
    const changed = change(item);
    if (changed === item) continue;
    copy ??= [...list];
    copy[index] = changed;
  }
  return copy ?? list;
}

/** Rewrites the drift of one subscription for another whose plan is identical. */
export function driftFor(
  subscription: Subscription,
  drift: readonly Drift[],
  of: Subscription,
): readonly Drift[] {
  const [from, to] = [idsOf(of), idsOf(subscription)];
  const write = (text: string) => textFor(text, from, to);
  return mapped(drift, (one) => {
    const attributes = mapped(one.attributes, (attribute) => rewriteAttribute(attribute, write));
    const address = write(one.address);
    return attributes === one.attributes && address === one.address ? one : { ...one, address, attributes };
  });
}
