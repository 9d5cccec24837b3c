import type { Value } from "../../evidence/index.ts";

/** An ARM id without what does not distinguish it: case, slashes at its ends, and what an import adds. */
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

/** Whether both are certainly one id. */
export function sameId(a: string, b: Value): boolean {
  return typeof b === "string" && comparable(a) === comparable(b);
}
