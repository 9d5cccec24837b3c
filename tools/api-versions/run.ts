/**
 * Compares the pinned API versions with the public specifications. Run it as `npm run api-versions -- FOLDER`, a
 * checkout of https://github.com/Azure/azure-rest-api-specs, or `npm run api-versions -- URL`, the address of GitHub's
 * tree of that repository (`git/trees/main?recursive=1`).
 *
 * Exits with 1 if a version is outdated, with 3 if the specifications cannot be read.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { API_VERSIONS } from "../../src/engine/arm/api-versions.ts";
import { compare, PLACES, table } from "./compare.ts";

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error("usage: npm run api-versions -- FOLDER|URL");
  process.exit(2);
}
try {
  const files = /^https?:\/\//.test(source) ? await filesAt(source) : filesIn(source);
  const comparisons = compare(API_VERSIONS, files);
  console.log(table(comparisons));
  process.exitCode = comparisons.some(({ status }) => status === "behind") ? 1 : 0;
} catch (error) {
  console.error(
    `The specifications cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 3;
}

/** Returns the files of the relevant folders; the whole repository has more than a hundred thousand. */
function filesIn(root: string): string[] {
  if (!existsSync(join(root, "specification"))) throw new Error(`${root} has no folder "specification"`);
  const folders = new Set(Object.values(PLACES).map(({ folder }) => folder));
  return [...folders].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
          (path) => `${folder}/${path.replaceAll("\\", "/")}`,
        )
      : [],
  );
}

/** Returns the paths of GitHub's response. */
async function filesAt(url: string): Promise<string[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${new URL(url).host} answers ${response.status}`);
  const answer: unknown = await response.json();
  const tree: unknown =
    typeof answer === "object" && answer !== null ? Reflect.get(answer, "tree") : undefined;
  if (!Array.isArray(tree)) throw new Error("the answer has no tree");
  return tree.flatMap((entry: unknown) => {
    const path: unknown =
      typeof entry === "object" && entry !== null ? Reflect.get(entry, "path") : undefined;
    return typeof path === "string" ? [path] : [];
  });
}
