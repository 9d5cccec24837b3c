import { isRecord, items, type JsonMap, members } from "../../text/json.ts";
import { IGNORED_WITHOUT_HARM } from "./known-arguments.ts";

/** The meta-arguments of a resource, without the arguments of its type. */
const META = ["count", "for_each", "depends_on", "provider", "lifecycle", "//"];

/**
 * The changes that a stack of this project ignores, by Terraform type: the start of a budget, which Azure does not
 * allow to change.
 */
const IGNORED_HERE: Readonly<Record<string, readonly string[]>> = {
  azurerm_consumption_budget_subscription: ["time_period[0].start_date", "time_period.0.start_date"],
  azapi_resource: ["body.properties.timePeriod.startDate"],
};

export interface MetaArguments {
  /** Whether the resource exists: `count` may be 0. */
  readonly exists: boolean;
  /** The meta-arguments that change the meaning of others, each with the reason. */
  readonly unread: readonly string[];
  /** The arguments of its type. */
  readonly rest: JsonMap;
}

export function readMetaArguments(type: string, body: JsonMap): MetaArguments {
  const unread: string[] = [];
  const times = [countOf(body["count"]), instancesOf(body["for_each"])];
  if (times.includes("unknown")) unread.push("count or for_each is known only to Terraform");
  else if (times.some((number) => typeof number === "number" && number > 1))
    unread.push("count or for_each creates several instances");
  if (body["for_each"] !== undefined && body["for_each"] !== null && instancesOf(body["for_each"]) === 1)
    unread.push("for_each creates it");
  unread.push(...lifecycleFaults(type, body["lifecycle"]));
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !META.includes(name)));
  return { exists: !times.includes(0), unread, rest };
}

/** Evaluates `count`; Terraform also accepts a number as text. */
function countOf(count: unknown): number | "unknown" {
  if (count === undefined || count === null) return 1;
  const number = typeof count === "string" && /^\d{1,9}$/.test(count) ? Number(count) : count;
  return typeof number === "number" ? number : "unknown";
}

function instancesOf(forEach: unknown): number | "unknown" {
  if (forEach === undefined || forEach === null) return 1;
  return typeof forEach === "object" ? members(forEach).length : "unknown";
}

function lifecycleFaults(type: string, lifecycle: unknown): string[] {
  if (lifecycle === undefined || lifecycle === null) return [];
  const blocks = Array.isArray(lifecycle) ? lifecycle : [lifecycle];
  return blocks.flatMap((block) => {
    if (!isRecord(block)) return ["lifecycle is not a block"];
    return Object.entries(block).flatMap(([name, value]) => {
      if (name === "prevent_destroy" || name === "//") return [];
      if (name === "ignore_changes" && ignoresNothing(type, value)) return [];
      return [`lifecycle.${name} is not supported, or not for arguments that controls read`];
    });
  });
}

/**
 * Reports whether `ignore_changes` names only arguments that no control reads or that the stacks of this project
 * ignore.
 */
function ignoresNothing(type: string, ignored: unknown): boolean {
  return (
    Array.isArray(ignored) &&
    items(ignored).every((path) => {
      if (typeof path !== "string") return false;
      const bare = path.replace(/^\$\{(.*)\}$/, "$1");
      const [first = ""] = bare.split(/[.[]/);
      return IGNORED_WITHOUT_HARM.includes(first) || (IGNORED_HERE[type] ?? []).includes(bare);
    })
  );
}
