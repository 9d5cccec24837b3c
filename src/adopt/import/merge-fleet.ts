import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type LoadOptions, loadFleet } from "../../controls/load-fleet.ts";
import { listFleetFolder } from "../../fleet/folder.ts";
import { schemaLineOf } from "../../fleet/format/schema-line.ts";
import type { LoadResult, Problem } from "../../fleet/index.ts";
import { addSubscriptions } from "./add-subscriptions.ts";
import { customerYaml } from "./entry-yaml.ts";
import type { ImportPlan } from "./plan-import.ts";

/** A planned file of the fleet. */
export interface ChangedFile {
  /** The name below the fleet's folder, with forward slashes: `customers/contoso.yaml`. */
  readonly name: string;
  readonly text: string;
  /** `undefined` for a new file. */
  readonly before: string | undefined;
  /** The first new line, from 1. */
  readonly line: number;
}

/** A conflict that a person has to resolve. */
export interface Obstacle {
  readonly file: string;
  readonly message: string;
}

/** Returns the files that the plan changes or adds, without writing them. */
export function changedFiles(
  folder: string,
  plan: Pick<ImportPlan, "customers" | "extensions">,
): { readonly files: readonly ChangedFile[]; readonly obstacles: readonly Obstacle[] } {
  const files: ChangedFile[] = [];
  const obstacles: Obstacle[] = [];
  for (const { customer, subscriptions } of plan.extensions) {
    const { file } = customer.position();
    const name = `customers/${basename(file)}`;
    const before = readFileSync(join(folder, name), "utf8");
    // A byte order mark is not YAML; it is preserved.
    const mark = before.startsWith("\ufeff") ? "\ufeff" : "";
    const added = addSubscriptions(before.slice(mark.length), subscriptions);
    if (added.ok) files.push({ name, text: mark + added.text, before, line: added.line });
    else obstacles.push({ file, message: added.message });
  }
  const schemaLine = schemaLineOf(readFileSync(join(folder, "partner.yaml"), "utf8"));
  const taken = new Set(listFleetFolder(folder).customers.map(({ name }) => basename(name).toLowerCase()));
  for (const customer of plan.customers) {
    const free = [
      customer.key,
      `${customer.key}-${customer.tenantId.slice(0, 8)}`,
      `tenant-${customer.tenantId}`,
    ].find((stem) => !taken.has(`${stem}.yaml`) && !existsSync(join(folder, "customers", `${stem}.yaml`)));
    if (free === undefined) {
      obstacles.push({
        file: `customers/${customer.key}.yaml`,
        message: "it already exists for another customer",
      });
      continue;
    }
    taken.add(`${free}.yaml`);
    files.push({
      name: `customers/${free}.yaml`,
      text: customerYaml(customer, schemaLine),
      before: undefined,
      line: 1,
    });
  }
  return { files, obstacles };
}

/** Loads the fleet with these files from a copy; problems name the real files. */
export function loadWith(
  folder: string,
  files: readonly Pick<ChangedFile, "name" | "text">[],
  options: LoadOptions,
): LoadResult {
  const copy = mkdtempSync(join(tmpdir(), "csp-baseline-import-"));
  try {
    mkdirSync(join(copy, "customers"));
    const { customers, partner } = listFleetFolder(folder);
    if (partner !== undefined) copyFileSync(partner.path, join(copy, "partner.yaml"));
    for (const { path } of customers) copyFileSync(path, join(copy, "customers", basename(path)));
    for (const { name, text } of files) writeFileSync(join(copy, name), text);
    const loaded = loadFleet(copy, options);
    const inFolder = (problems: readonly Problem[]) => problems.map((one) => named(one, copy, folder));
    const warnings = inFolder(loaded.warnings);
    return loaded.ok ? { ...loaded, warnings } : { ok: false, problems: inFolder(loaded.problems), warnings };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function named(problem: Problem, copy: string, folder: string): Problem {
  const rename = (text: string) => text.replaceAll(copy, folder);
  const { message, position } = problem;
  if (position === undefined) return { ...problem, message: rename(message) };
  return { ...problem, message: rename(message), position: { ...position, file: rename(position.file) } };
}
