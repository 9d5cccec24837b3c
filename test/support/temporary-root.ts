import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** All temporary files of a test run are in one folder, which is deleted at the end. */
export default function setup(): () => void {
  const root = mkdtempSync(join(tmpdir(), "csp-tests-"));
  process.env["TMPDIR"] = root;
  return () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}
