import { join } from "node:path";
import { joinExports, readExportRows } from "../../../src/adopt/import/index.ts";
import { folderOf } from "../../support/fleet.ts";

/** `subscription(1)`: 00000000-0000-0000-0000-000000000001 */
export const subscription = (number: number) => `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`;
/** `tenant(2)`: 22222222-2222-2222-2222-222222222222 */
export const tenant = (digit: number) =>
  "00000000-0000-0000-0000-000000000000".replaceAll("0", String(digit));

/** Returns the combined content of exports with these texts, the files in their order. */
export function exported(
  files: Readonly<Record<string, string | Uint8Array>>,
  names: readonly string[] = [],
) {
  const folder = folderOf(files as Record<string, string>);
  const rows = (wanted: (file: string) => boolean) =>
    Object.keys(files)
      .filter(wanted)
      .map((file) => ({ ...readExportRows(join(folder, file)), file }));
  return joinExports(
    rows((file) => !names.includes(file)),
    rows((file) => names.includes(file)),
  );
}
