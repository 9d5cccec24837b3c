import { readFileSync, statSync } from "node:fs";
import { escapeControls } from "../../fleet/echo.ts";
import { ArchiveError, type PackVerification, verifyPack } from "../../output/pack/index.ts";
import { messageOf } from "../../text/error-message.ts";
import { visible } from "../../text/visible.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";

/** The largest pack that is read: less than a buffer's limit on every platform. */
const MOST_BYTES = 1024 ** 3;
/** The number of files named in a list; the others are counted. */
const NAMED = 20;

/**
 * `csp-baseline report --verify-pack FILE`: compares a pack with its manifest. Ends with 0 when everything matches, with 1
 * when something was changed, added or is missing, and with 2 when it is not an evidence pack.
 *
 * @param expected the SHA-256 that its writer printed
 */
export function verifyPackFile(file: string, expected: string | undefined, console: Console): ExitCode {
  if (expected !== undefined && !/^[0-9a-f]{64}$/i.test(expected))
    throw new CommandError("--sha256 must be 64 hexadecimal digits", EXIT.invalid);
  const result = verified(file);
  const { added, changed, isOriginal, manifest, matching, missing } = result;
  const about = manifest.customer === undefined ? "the fleet" : `customer ${manifest.customer}`;
  console.out(
    escapeControls(
      `${file}: ${about} of ${manifest.partner.name}, written ${manifest.generatedAt} by csp-baseline ${manifest.product.version}`,
    ),
  );
  console.out(`matching  ${counted(matching.length, "file")}`);
  list("changed", changed, console);
  list("missing", missing, console);
  list("added", added, console);
  const asExpected = expected === undefined || expected.toLowerCase() === result.sha256;
  const same = changed.length + missing.length + added.length === 0;
  if (!isOriginal && same) {
    bad(
      "changed",
      "the archive itself: its bytes differ from those that csp-baseline writes for these files",
      console,
    );
  }
  console.out(`SHA-256   ${result.sha256}`);
  if (!asExpected) bad("changed", "the SHA-256 is not the expected one: it is another pack", console);
  return same && isOriginal && asExpected ? EXIT.ok : EXIT.findings;
}

function list(state: string, paths: readonly string[], console: Console): void {
  for (const path of paths.slice(0, NAMED)) bad(state, escapeControls(path), console);
  if (paths.length > NAMED) bad(state, `${count(paths.length - NAMED)} more`, console);
}

function bad(state: string, text: string, console: Console): void {
  console.out(`${console.style("red", state.padEnd(8))}  ${text}`);
}

function verified(file: string): PackVerification {
  try {
    if (statSync(file).size > MOST_BYTES) throw new ArchiveError("it has more than 1 GiB");
    return verifyPack(readFileSync(file));
  } catch (error) {
    const text = error instanceof ArchiveError ? error.message : messageOf(error);
    throw new CommandError(`--verify-pack ${visible(file)}: ${text}`, EXIT.invalid);
  }
}
