import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditFinding, AuditReportHead } from "../findings/index.ts";

const PIECE_CHARACTERS = 256 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * The findings of a report that is being written. There may be a million of them, and the report begins with their
 * counts, so they are kept until then in a temporary file that only its owner can read.
 */
export class FindingsFile {
  readonly #folder = mkdtempSync(join(tmpdir(), "csp-baseline-"));
  readonly #file = openSync(join(this.#folder, "findings"), "wx+", 0o600);
  #pending = "";
  #isFirst = true;

  add(finding: AuditFinding): void {
    this.#pending += `${this.#isFirst ? "" : ",\n"}    ${JSON.stringify(finding)}`;
    this.#isFirst = false;
    if (this.#pending.length > PIECE_CHARACTERS) this.#flush();
  }

  /** The report's text in pieces that end with a line; one finding on each line. */
  *report(head: AuditReportHead): Generator<string> {
    this.#flush();
    const members = Object.entries(head).map(
      ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    yield `{\n${members.join(",\n")},\n  "findings": [\n`;
    const decoder = new TextDecoder();
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    let held = "";
    for (let position = 0; ; ) {
      const length = readSync(this.#file, buffer, 0, PIECE_BYTES, position);
      if (length === 0) break;
      position += length;
      held += decoder.decode(buffer.subarray(0, length), { stream: true });
      const end = held.lastIndexOf("\n") + 1;
      if (end > 0) yield held.slice(0, end);
      held = held.slice(end);
    }
    yield `${held}${held === "" ? "" : "\n"}  ]\n}\n`;
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(): void {
    writeSync(this.#file, this.#pending);
    this.#pending = "";
  }
}
