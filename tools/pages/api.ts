import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { CONTROLS } from "../../src/controls/built-in.ts";
import { CONSTRUCTS, fileOf } from "./construct-pages.ts";
import { type Exported, exportsOf, type ModuleExports } from "./exports.ts";

const Manifest = z.object({
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string() })])),
});

const HEAD = `<!-- Generated from package.json and the sources by "npm run generate". Do not edit. -->

# API

Everything that the package exports, by entry point. The pages of [constructs](constructs/README.md) have their props.
`;

/**
 * Returns the page of all exports of the package, by the entry points of `package.json`.
 *
 * @param root the folder of the repository, as a file URL that ends with a slash
 */
export function apiPage(root: URL): string {
  const { exports } = Manifest.parse(JSON.parse(readFileSync(new URL("package.json", root), "utf8")));
  const entries = Object.entries(exports).flatMap(([entry, target]): [entry: string, source: string][] =>
    typeof target === "string" ? [] : [[`csp-baseline${entry.slice(1)}`, sourceOf(target.types)]],
  );
  const modules = exportsOf(root, [...new Set(entries.map(([, source]) => source))]);
  const sections = entries.map(([entry, source]) => {
    const same = entries.find(([other, from]) => from === source && other.length > entry.length);
    const module = modules.get(source);
    const body =
      same !== undefined || module === undefined
        ? `The same exports as [\`${same?.[0]}\`](#${anchor(same?.[0] ?? "")}).`
        : section(module, root);
    return `## ${entry}\n\n${body}\n`;
  });
  return [HEAD, ...sections].join("\n");
}

/** Returns the source of `./dist/stacks/index.d.ts`: `stacks/index.ts`. */
function sourceOf(types: string): string {
  return types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, ".ts");
}

function anchor(heading: string): string {
  return heading.replace(/[^\w-]/g, "");
}

function section({ exports, text }: ModuleExports, root: URL): string {
  if (exports.length === 0) return text;
  const rows = exports.map((one) => {
    const page = pageOf(one, root);
    const name = page === undefined ? `\`${one.name}\`` : `[\`${one.name}\`](${page})`;
    return `| ${name} | ${one.kind} | ${cell(textOf(one))} |`;
  });
  return ["| name | kind | |", "|---|---|---|", ...rows].join("\n");
}

/** Describes an export in one sentence. A built-in control has its title as description. */
function textOf({ file, name, text }: Exported): string {
  if (text !== "") return firstSentence(text);
  const control = CONTROLS.find(({ id }) => file === `src/controls/${id}.ts` && name === camelCase(id));
  return control === undefined ? "" : `The control: ${control.title}.`;
}

/** Returns the page below docs/ of a construct, its props or a control. */
function pageOf({ file, name }: Exported, root: URL): string | undefined {
  const construct = CONSTRUCTS.find((known) => name === known || name === `${known}Props`);
  if (construct !== undefined) return `constructs/${fileOf(construct)}.md`;
  const control = `controls/${basename(file, ".ts")}.md`;
  const found = file.startsWith("src/controls/") && name === camelCase(basename(file, ".ts"));
  return found && existsSync(new URL(`docs/${control}`, root)) ? control : undefined;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Returns the first sentence of a docstring, on one line. */
export function firstSentence(text: string): string {
  const [paragraph = ""] = text.split(/\n\s*\n/);
  const line = paragraph
    .replace(/\s+/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();
  return /^.*?[.!?](?= [A-Z`]|$)/.exec(line)?.[0] ?? line;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
