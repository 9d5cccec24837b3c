import type { Value } from "../../evidence/index.ts";

/** Normalizes an ARM id: removes differences in case, slashes at its ends, and parts that an import adds. */
export function comparable(id: string): string {
  const [path = ""] = id.split("?");
  // azurerm imports a diagnostic setting as `<target>|<name>`.
  const [target = "", setting] = path.split("|");
  const whole =
    setting === undefined ? path : `${target}/providers/Microsoft.Insights/diagnosticSettings/${setting}`;
  return `/${whole
    .toLowerCase()
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
}

/** Whether both certainly are the same id. */
export function sameId(a: string, b: Value): boolean {
  return typeof b === "string" && comparable(a) === comparable(b);
}
