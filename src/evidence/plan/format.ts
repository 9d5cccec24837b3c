import { isRecord, member } from "../../text/json.ts";

/** Thrown when a JSON document is not a readable plan. */
export class PlanFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PlanFormatError";
  }
}

/**
 * Accepts versions 0 and 1, and a missing version, which some tools omit.
 *
 * @throws {PlanFormatError} when the document is not a plan, lacks its changes, or is of another major version
 */
export function checkFormat(plan: unknown): void {
  if (!isRecord(plan))
    throw new PlanFormatError("it is JSON, but not a plan: its top level is not an object");
  const version = member(plan, "format_version");
  if (version !== undefined) {
    const major = typeof version === "string" ? /^(\d{1,6})\.\d{1,6}$/.exec(version)?.[1] : undefined;
    if (major === undefined) throw new PlanFormatError("its format_version is not a version");
    if (major !== "0" && major !== "1") {
      throw new PlanFormatError(
        `its format version is ${major}; csp-baseline reads 0 and 1, a newer release may read it`,
      );
    }
  }
  if (Array.isArray(member(plan, "resource_changes"))) return;
  if (member(plan, "resource_changes") !== undefined)
    throw new PlanFormatError("its resource_changes is not a list");
  const planned = member(plan, "planned_values");
  if (planned === undefined && member(plan, "values") !== undefined) {
    throw new PlanFormatError(
      "it is a state, not a plan: name the plan file, terraform show -json <plan file>",
    );
  }
  // A plan without resources has no changes, but it has planned values.
  if (!isRecord(planned)) throw new PlanFormatError("it is JSON, but not a plan: it has no resource_changes");
  const root = member(planned, "root_module");
  if (member(root, "resources") !== undefined || member(root, "child_modules") !== undefined) {
    throw new PlanFormatError("its resource_changes are missing, so its changes are unknown");
  }
}
