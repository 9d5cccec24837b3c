import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Identifies the code that builds stacks, if only this code decides their content. It consists of the modules of the
 * app, of this package and of the engine, each by its content and path.
 *
 * A module of an app is accepted if it imports only such modules, the engine, constructs, providers and this package.
 * It must use nothing that reads files, the environment, the time, random values or the rest of the fleet. The effects
 * of other packages are unknown.
 *
 * @param script the program that runs, `process.argv[1]`
 * @param nodeOptions the options of Node.js
 * @returns undefined when this is unknown, so that nothing may be reused
 */
export function codeVersion(
  script: string | undefined,
  nodeOptions: readonly string[] = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""],
): string | undefined {
  if (script === undefined || preloads(nodeOptions)) return undefined;
  const hash = createHash("sha256");
  hash.update(JSON.stringify([process.version, process.platform, ...engineSettings()]));
  try {
    const own = dirname(dirname(dirname(realpathSync(fileURLToPath(import.meta.url)))));
    const isOwn = (file: string) => file.startsWith(join(own, "src") + sep);
    const entry = realpathSync(resolve(script));
    const parts = ["src", "constructs", "stacks"].map((part) => join(own, part));
    const ofPackage = parts.flatMap(codeFiles);
    // A clone of this package is an app too: its constructs and stacks are the user's.
    const modules = appModules([entry, ...ofPackage.filter((file) => !isOwn(file))], isOwn);
    if (modules === undefined) return undefined;
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    // Sorted, because modules are loaded in any order.
    for (const file of [...new Set([...modules, ...ofPackage, ...loaded])].sort()) add(hash, file);
  } catch {
    return undefined; // A file that does not exist or cannot be read.
  }
  return hash.digest("base64url");
}

function add(hash: Hash, file: string): void {
  const text = readFileSync(file);
  hash.update(`${relative(process.cwd(), file)}\0${text.length}\0`).update(text);
}

/** Whether code runs before the program and could change its effects. */
function preloads(options: readonly string[]): boolean {
  return /--(?:import|require|loader|experimental-loader|eval|print)\b|(?:^|\s)-[rep]\b/.test(
    options.join(" "),
  );
}

/**
 * The environment settings of the engine, without its output folder. Source: cdktf 0.21, lib/app.js and lib/util.js.
 */
function engineSettings(): string[] {
  const names = [
    "CDKTF_CONTEXT_JSON",
    "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS",
    "CDKTF_TARGET_STACK_ID",
    "SYNTH_HCL_OUTPUT",
    "TERRAFORM_BINARY_NAME",
  ];
  return names.map((name) => process.env[name] ?? "");
}

/** An import or export with a literal name. */
const IMPORT =
  /\b(?:import|export)\s*(?:type\s+)?(?:[\w$*{}\s,]+?\bfrom\s*)?(["'])(?<name>[^"'\\\n]+)\1|\brequire\s*\(\s*(["'])(?<required>[^"'\\\n]+)\3\s*\)/g;
/** Packages whose output depends only on their arguments, and the parts of this package that read no files. */
const UNDERSTOOD =
  /^(?:cdktf|cdktn|constructs|#engine|@cdkt[fn]\/provider-[\w-]+(?:\/.*)?|csp-baseline(?:\/(?:app|azapi|stacks|constructs|controls|evidence))?)$/;
/** Matches code that reads more than the subscription and the partner, or that loads modules dynamically. */
const READS = new RegExp(
  [
    // Imports in another form, and computed names.
    String.raw`\bfrom\s*["'\x60]|\bimport\s*["'\x60(.]|(?<![.\w$])require\b(?!\s*\([^()]*\)\s*(?::\s*\w+\s*)?\{)`,
    String.raw`\bprocess\b(?!\.exitCode\s*=)|\b(?:globalThis|global\s*[.[]|fetch|eval|Function|getBuiltinModule)\b`,
    String.raw`\b(?:Date|Temporal|performance|crypto|random|Intl|toLocale\w*|WebAssembly|navigator)\b`,
    // The engine's access to files and to the settings of the command line.
    String.raw`\w*(?:Asset|Module)\b|\b(?:tryGet|get|all|getAll)Context\b|\bFile\b`,
    // Other subscriptions, and positions in the fleet's files.
    String.raw`\bfleet\s*(?:\[|\??\.(?!\s*(?:partner|backend)\b))|(?<!\{\s*(?:backend|partner)(?:,\s*partner)?\s*\}\s*)=\s*fleet\b`,
    String.raw`\.\s*(?:subscriptions|customers|tenants)\b|\battestations\b|\b(?:locate|origin|position)\s*\(`,
  ].join("|"),
);

/** Returns all modules of an app by their paths, or undefined unless each is accepted. */
function appModules(
  entries: readonly string[],
  isOwn: (file: string) => boolean,
): ReadonlySet<string> | undefined {
  const found = new Set(entries.filter((file) => !isOwn(file)));
  for (const file of found) {
    const text = readFileSync(file, "utf8");
    for (const { groups = {} } of text.matchAll(IMPORT)) {
      const name = groups["name"] ?? groups["required"] ?? "";
      if (UNDERSTOOD.test(name)) continue;
      const target = moduleAt(name, file);
      if (target === undefined) return undefined;
      if (!isOwn(target)) found.add(target);
    }
    // A name inside the quotes of an import does not use it.
    if (READS.test(text.replace(IMPORT, ""))) return undefined;
  }
  return found;
}

const SCRIPT = /\.[cm]?[jt]s$/;

/** Returns the file of a path, with links resolved; undefined for a package, and for a file that is not a script. */
function moduleAt(name: string, from: string): string | undefined {
  if (!/^(?:\.{0,2}\/|file:\/\/|[A-Za-z]:[\\/])/.test(name)) return undefined;
  const path = name.startsWith("file://") ? fileURLToPath(name) : resolve(dirname(from), name);
  return SCRIPT.test(path) && existsSync(path) ? realpathSync(path) : undefined;
}

/** Returns the scripts below a folder, without type declarations, which never run. */
function codeFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && SCRIPT.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
