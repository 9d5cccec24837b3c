import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything temporary of a run of the tests is in one folder, which goes at the end whatever the tests leave. */
export default function setup(): () => void {
  const root = mkdtempSync(join(tmpdir(), "csp-tests-"));
  process.env["TMPDIR"] = root;
  return () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}
