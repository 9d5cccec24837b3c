import { readFileSync } from "node:fs";
import { readDocument } from "../../fleet/document.ts";
import { type FleetFilePath, listFleetFolder } from "../../fleet/folder.ts";
import { type Formatted, formatFile } from "../../fleet/format/format-file.ts";
import { schemaLineOf } from "../../fleet/format/schema-line.ts";
import type { Problem } from "../../fleet/index.ts";
import { CustomerFile, PartnerFile } from "../../fleet/schema.ts";
import { type Console, counted, note } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { writeAllWhole } from "../files.ts";
import { type FleetOptions, fleetFolder } from "../fleet-input.ts";
import { showProblems } from "../problems.ts";

export interface FmtOptions extends FleetOptions {
  /** Lists the files that would change, without changing them. */
  readonly check?: boolean;
}

interface ReadFile extends FleetFilePath {
  readonly before: string;
  readonly formatted: Formatted;
}

/**
 * `csp-baseline fmt`: formats the fleet's files. A file with errors is not changed, and its errors are shown; the
 * others are formatted.
 */
export function fmt(options: FmtOptions, console: Console): ExitCode {
  const folder = fleetFolder(options, console);
  const { customers, partner, problems: missing } = listFleetFolder(folder);
  const problems: Problem[] = [...missing];
  const schemaLine = partner === undefined ? undefined : schemaLineOf(readFileSync(partner.path, "utf8"));
  const read = [...(partner === undefined ? [] : [partner]), ...customers].flatMap((file): ReadFile[] => {
    const schema = file === partner ? PartnerFile : CustomerFile;
    const document = readDocument<unknown>(file, schema);
    if (!document.ok) {
      problems.push(...document.problems);
      return [];
    }
    const before = readFileSync(file.path, "utf8");
    return [
      { ...file, before, formatted: formatFile(before, schema, file === partner ? undefined : schemaLine) },
    ];
  });

  const changes = read.flatMap(({ before, formatted, name, path }) => {
    if (!formatted.ok) console.err(`${console.style("yellow", "unchanged")} ${name}: ${formatted.message}`);
    return formatted.ok && formatted.text !== before ? [{ name, path, before, text: formatted.text }] : [];
  });
  for (const { name } of changes) console.out(name);
  if (!options.check) writeAllWhole(changes);
  const files = counted(changes.length, "file");
  note(console, options.check ? `${files} would change` : `${files} changed`);
  if (problems.length > 0) {
    showProblems(problems, console, { consequence: "a file with problems is not changed" });
    return EXIT.invalid;
  }
  return options.check && changes.length > 0 ? EXIT.findings : EXIT.ok;
}
