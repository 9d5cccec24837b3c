import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { messageOf, systemCode } from "../text/error-message.ts";
import { type Problem, withHint } from "./problem.ts";

/** An existing file of the fleet. */
export interface FleetFilePath {
  /** The path for the file system. */
  readonly path: string;
  /** The name for messages: see `Position.file`. */
  readonly name: string;
}

export interface FleetFolder {
  readonly partner: FleetFilePath | undefined;
  /** By name, byte by byte. */
  readonly customers: readonly FleetFilePath[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Finds the files of a fleet, and the obstacles to reading them. Files outside the folder are ignored. */
export function listFleetFolder(folder: string): FleetFolder {
  const name = displayName(folder);
  const root = entriesOf(folder);
  if (typeof root === "string") {
    const hint = "Run the command beside fleet/, or name the folder with --fleet or CSP_BASELINE_FLEET.";
    return {
      partner: undefined,
      customers: [],
      problems: [{ path: name, message: root, hint }],
      warnings: [],
    };
  }
  const listing = new Listing(folder, name);
  const partner = listing.partnerFile(root);
  const customers = listing.customerFiles(root);
  return { partner, customers, problems: listing.problems, warnings: listing.warnings };
}

class Listing {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly #folder: string;
  readonly #realFolder: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#realFolder = realpathSync.native(folder);
    this.#name = name;
  }

  partnerFile(root: readonly Dirent[]): FleetFilePath | undefined {
    const entry = root.find(({ name }) => name === "partner.yaml");
    if (entry !== undefined) return this.#file(entry, "partner.yaml");
    const other = root.find(({ name }) => /^partner\.(ya?ml|json|yaml\.txt)$/i.test(name));
    const hint =
      other === undefined ? "It names the partner and the baseline." : `Rename ${other.name} to it.`;
    this.#complain(this.problems, "partner.yaml", "the file is missing", hint);
    return undefined;
  }

  customerFiles(root: readonly Dirent[]): FleetFilePath[] {
    for (const { name } of root) {
      if (!/\.ya?ml$/i.test(name) || /^(\.|partner\.)/i.test(name)) continue;
      this.#complain(this.warnings, name, "the file is not read", "Customers' files belong in customers/.");
    }
    const entry = root.find(({ name }) => name === "customers");
    const obstacle =
      entry === undefined ? "the folder is missing" : this.#obstacle(entry, "customers", "folder");
    const entries = obstacle ?? entriesOf(join(this.#folder, "customers"));
    if (typeof entries === "string") {
      this.#complain(this.problems, "customers", entries, "It holds a file for each customer.");
      return [];
    }
    if (!entries.some(({ name }) => CUSTOMER_FILE.test(name))) {
      this.#complain(this.warnings, "customers", "there are no customers: nothing is managed");
    }
    return entries.flatMap((entry) => this.#customerFile(entry) ?? []);
  }

  #customerFile(entry: Dirent): FleetFilePath | undefined {
    const name = `customers/${entry.name}`;
    if (CUSTOMER_FILE.test(entry.name)) return this.#file(entry, name);
    if (entry.name.startsWith(".")) return undefined;
    if (entry.isDirectory()) {
      this.#complain(
        this.warnings,
        name,
        "the folder is not read",
        "Customers' files belong directly in customers/.",
      );
    } else if (LOOKALIKE.test(entry.name)) {
      this.#complain(this.warnings, name, "the file is not read", "Only *.yaml and *.yml files are read.");
    }
    return undefined;
  }

  #file(entry: Dirent, name: string): FleetFilePath | undefined {
    const obstacle = this.#obstacle(entry, name, "file");
    if (obstacle === undefined) return { path: `${this.#folder}/${name}`, name: `${this.#name}/${name}` };
    this.#complain(this.problems, name, obstacle);
    return undefined;
  }

  /** Returns why an entry cannot be read. Symbolic links are followed inside the fleet folder. */
  #obstacle(entry: Dirent, name: string, wanted: "file" | "folder"): string | undefined {
    let target: { isFile(): boolean; isDirectory(): boolean } = entry;
    if (entry.isSymbolicLink()) {
      try {
        const real = realpathSync.native(join(this.#folder, name));
        if (!isInside(this.#realFolder, real)) return "the link leads outside the fleet folder";
        target = statSync(real);
      } catch {
        return "the link's target is missing";
      }
    }
    if (wanted === "file" ? target.isFile() : target.isDirectory()) return undefined;
    if (wanted === "folder") return "this is not a folder";
    return target.isDirectory() ? "this is a folder, not a file" : "this is not a regular file";
  }

  #complain(list: Problem[], name: string, message: string, hint?: string): void {
    const position = { file: `${this.#name}/${name}`, line: 1, column: 1 };
    list.push({ position, path: "", message, ...withHint(hint) });
  }
}

/** Excludes files of editors and desktops, which begin with a dot. */
const CUSTOMER_FILE = /^[^.].*\.ya?ml$/s;
/** Names similar to a customer's file: without a warning they would be ignored silently. */
const LOOKALIKE = /\.(json|ya?ml\.txt|ya?ml)$/i;

/** Returns the entries of a folder, sorted byte by byte, or why there are none. */
function entriesOf(folder: string): Dirent[] | string {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return "the folder is missing";
    if (code === "ENOTDIR") return "this is not a folder";
    return `the folder cannot be read: ${messageOf(error)}`;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Returns the path relative to the working directory when inside it, otherwise as given; with forward slashes. */
function displayName(folder: string): string {
  const cwd = process.cwd();
  const path = resolve(folder);
  const name = isInside(cwd, path) ? relative(cwd, path) : join(folder);
  return name
    .split(sep)
    .join("/")
    .replace(/(.)\/$/, "$1");
}
