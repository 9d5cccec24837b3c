/** A segment of a path of ARM. */
export interface Segment {
  readonly text: string;
  /** The kind of the segment. */
  readonly part: "word" | "subscription" | "tenant" | "name";
}

/** Words after which an id or a name follows. */
const BEFORE_ID: Readonly<Record<string, Segment["part"]>> = {
  subscriptions: "subscription",
  tenants: "tenant",
  customers: "tenant",
  resourcegroups: "name",
};

/** Types whose names Azure defines: `pricings/VirtualMachines`. */
const NAMED_BY_AZURE = new Set([
  "pricings",
  "views",
  "eventtypes",
  "locations",
  "policies",
  "operationstatuses",
]);

/**
 * Splits a path of ARM into words of Azure and names: `/subscriptions/ID/resourceGroups/NAME/providers/NAMESPACE/TYPE/NAME`.
 * @param path without a query
 */
export function segmentsOf(path: string): readonly Segment[] {
  let next: Segment["part"] = "word";
  /** In a provider's part: the namespace, then types and names in turn. */
  let inProvider: "namespace" | "type" | "name" | undefined;
  let type = "";
  return path.split("/").map((text) => {
    if (text === "") return { text, part: "word" };
    if (next !== "word") {
      const part = next;
      next = "word";
      return { text, part };
    }
    const lower = text.toLowerCase();
    if (lower === "providers") {
      inProvider = "namespace";
      return { text, part: "word" };
    }
    if (inProvider === undefined) {
      next = BEFORE_ID[lower] ?? "word";
      return { text, part: "word" };
    }
    const part = inProvider === "name" && !NAMED_BY_AZURE.has(type) ? "name" : "word";
    if (inProvider === "type") type = lower;
    inProvider = inProvider === "type" ? "name" : "type";
    return { text, part };
  });
}
