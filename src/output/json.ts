import {
  type ChangeGroup,
  type DetailedChange,
  FINDINGS_SCHEMA,
  type ListedAttribute,
  type ListedChange,
  type PlanFindingsReport,
  type SubscriptionChanges,
} from "../findings/index.ts";
import type {
  AttributeChange,
  ResourceChange,
  Review,
  ReviewGroup,
  SubscriptionReview,
} from "../review/model.ts";
import { changeCounts } from "./markdown/change-counts.ts";
import { notReviewed } from "./not-reviewed.ts";

/**
 * Renders a review as `csp-baseline/findings/v1` with the changes of its plans: see schema/findings.json. Each finding,
 * each subscription's changes and each group is one line, so that line-based tools can read them.
 */
export function json(review: Review): string {
  const { findings, groups, problems, changes, retired, ...head } = planReport(review);
  const fields = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lists = Object.entries({ findings, changes, groups, problems, ...(retired && { retired }) }).map(
    ([key, list]) => listOf(key, list),
  );
  return `{\n${[...fields, ...lists].join(",\n")}\n}\n`;
}

function listOf(key: string, list: readonly unknown[]): string {
  if (list.length === 0) return `  ${JSON.stringify(key)}: []`;
  return `  ${JSON.stringify(key)}: [\n${list.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}

/** Converts the review to public data. */
export function planReport(review: Review): PlanFindingsReport {
  const { complete, generatedAt, groups, problems, retired, source, subscriptions, summary } = review;
  const missing = notReviewed(review);
  const groupOf = new Map<string, string>();
  for (const group of groups) for (const { id } of group.subscriptions) groupOf.set(id, group.id);
  return {
    schema: FINDINGS_SCHEMA,
    complete,
    ...(missing === undefined ? {} : { notReviewed: missing }),
    generatedAt,
    source,
    summary,
    findings: subscriptions.flatMap(({ findings }) => findings),
    changes: subscriptions.map((one) => changesOf(one, groupOf.get(one.subscription.id))),
    groups: groups.map(groupReport),
    ...(retired.length === 0 ? {} : { retired }),
    problems: problems.map(({ file, kind, message }) => ({ file, kind, message })),
  };
}

function changesOf(review: SubscriptionReview, group: string | undefined): SubscriptionChanges {
  const { changes, coverage, drift, movements, plan, plans, subscription } = review;
  const { check, invoke, ...counts } = changeCounts(changes);
  const moving = (movement: string) =>
    movements.filter((one) => one.movement === movement).map(({ control }) => control);
  return {
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    customer: subscription.customer.key,
    ...(plan === undefined ? {} : { plan }),
    ...(plans === undefined ? {} : { plans }),
    coverage: coverage.state,
    ...(review.applied === true ? { applied: true } : {}),
    ...(coverage.state === "not-reviewed" ? { reason: coverage.reason } : {}),
    counts: {
      ...counts,
      ...(invoke === 0 ? {} : { invoke }),
      ...(check === 0 ? {} : { check }),
      drift: drift.length,
    },
    baseline: changes.some(({ baseline }) => baseline),
    worse: moving("worse"),
    better: moving("better"),
    ...(group === undefined ? {} : { group }),
    changes: changes.map(listed),
    drift: drift.map(({ action, address, attributes, baseline, type }) => {
      return { address, type, action, baseline, attributes: attributes.map(attributeReport) };
    }),
  };
}

function groupReport({ changes, id, subscriptions }: ReviewGroup): ChangeGroup {
  return { id, changes: changes.map(detailed), subscriptions: subscriptions.map((one) => one.id) };
}

function listed({ attributes: _, ...change }: ResourceChange): ListedChange {
  return change;
}

function detailed(change: ResourceChange): DetailedChange {
  return { ...listed(change), attributes: change.attributes.map(attributeReport) };
}

function attributeReport({ after, before, path, sensitive }: AttributeChange): ListedAttribute {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    sensitive,
  };
}
