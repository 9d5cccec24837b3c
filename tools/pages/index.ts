import { existsSync, readFileSync } from "node:fs";
import { commandsPage } from "./commands.ts";
import { CONSTRUCTS, constructPage, fileOf } from "./construct-pages.ts";
import { controlPages } from "./control-pages.ts";
import { fleetReference } from "./fleet-reference.ts";

/**
 * Returns every page below docs/ that this folder generates, completely or in part, by its path.
 * @param root the top of the repository, with a trailing slash: construct pages and the sources are read from it
 */
export function generatedPages(root: URL): ReadonlyMap<string, string> {
  const constructs = CONSTRUCTS.map((construct): [string, string] => {
    const path = `constructs/${fileOf(construct)}.md`;
    const file = new URL(`docs/${path}`, root);
    if (!existsSync(file)) throw new Error(`docs/${path} is missing: write it, with an example`);
    return [path, constructPage(construct, new URL("constructs/", root), readFileSync(file, "utf8"))];
  });
  const controls = [...controlPages()].map(([name, text]): [string, string] => [`controls/${name}`, text]);
  return new Map([
    ["commands.md", commandsPage()],
    ["fleet-reference.md", fleetReference()],
    ...constructs,
    ...controls,
  ]);
}
