import { isRecord, member } from "../json.ts";

/** Says why a JSON document is not read as a plan. */
export class PlanFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PlanFormatError";
  }
}

/**
 * Versions 0 and 1 are read. Some tools leave the version out.
 *
 * @throws {PlanFormatError} when the document is no plan, lacks its changes, or is of another major version
 */
export function checkFormat(plan: unknown): void {
  if (!isRecord(plan)) throw new PlanFormatError("it is JSON, but no plan: there is no object at its top");
  const version = member(plan, "format_version");
  if (version !== undefined) {
    const major = typeof version === "string" ? /^(\d{1,6})\.\d{1,6}$/.exec(version)?.[1] : undefined;
    if (major === undefined) throw new PlanFormatError("its format_version is no version");
    if (major !== "0" && major !== "1") {
      throw new PlanFormatError(
        `its format is of version ${major}, this program reads 0 and 1: a newer csp-baseline may read it`,
      );
    }
  }
  if (Array.isArray(member(plan, "resource_changes"))) return;
  if (member(plan, "resource_changes") !== undefined)
    throw new PlanFormatError("its resource_changes are no list");
  const planned = member(plan, "planned_values");
  if (planned === undefined && member(plan, "values") !== undefined) {
    throw new PlanFormatError(
      "it is a state, not a plan: name the plan file, terraform show -json <plan file>",
    );
  }
  // A plan without any resource has no changes, but it has planned values.
  if (!isRecord(planned)) throw new PlanFormatError("it is JSON, but no plan: it has no resource_changes");
  const root = member(planned, "root_module");
  if (member(root, "resources") !== undefined || member(root, "child_modules") !== undefined) {
    throw new PlanFormatError("its resource_changes are missing, so nothing tells what the plan does");
  }
}
