import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** All temporary files of a test run are in one folder, which is deleted at the end. */
export default function setup(): () => Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "csp-tests-"));
  process.env["TMPDIR"] = root;
  // Asynchronously: thousands of files take seconds, in which Vitest would not notice that its workers end.
  return () => rm(root, { recursive: true, force: true, maxRetries: 3 });
}
