import { z } from "zod";

const Manifest = z.object({
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string() })])),
});

/** The folder of the declarations for `moduleResolution: node10`. */
const FOLDER = "src/engine/node10";

/**
 * Returns the declarations for TypeScript's `moduleResolution: node10`, which reads neither `exports` nor `imports` of
 * a package; `typesVersions` of `package.json` refers to them. `engine.d.ts` declares `#engine`; each other file
 * repeats the declarations of one entry of `exports`.
 *
 * @param manifest the text of `package.json`
 * @param engine the source of the engine whose types they are
 * @returns texts by their paths from the root
 */
export function node10Types(manifest: string, engine: string): ReadonlyMap<string, string> {
  const { exports } = Manifest.parse(JSON.parse(manifest));
  const entries = Object.entries(exports).flatMap(([entry, target]): [string, string][] =>
    typeof target === "string" ? [] : [[`${FOLDER}/${fileOf(entry)}.d.ts`, repeated(target.types)]],
  );
  return new Map([[`${FOLDER}/engine.d.ts`, ambient(engine)], ...entries]);
}

/** Returns `typesVersions` for `package.json`. */
export function typesVersions(manifest: string): unknown {
  const { exports } = Manifest.parse(JSON.parse(manifest));
  const entries = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "string" || entry === "."
      ? []
      : [[entry.slice(2), [`./${FOLDER}/${fileOf(entry)}.d.ts`]]],
  );
  return { "*": Object.fromEntries(entries) };
}

function fileOf(entry: string): string {
  return entry === "." ? "index" : entry.slice(2).replaceAll("/", "-");
}

const NOTICE = '// Generated from package.json and src/engine/cdktf.ts by "npm run generate". Do not edit.';

function repeated(types: string): string {
  return `${NOTICE}\n/// <reference path="./engine.d.ts" />\nexport * from "../../../${types.slice(2).replace(/\.d\.ts$/, ".js")}";\n`;
}

/**
 * Returns the re-exports of the engine's source as an ambient module. No public declaration uses its own declarations.
 */
function ambient(engine: string): string {
  const lines = [...engine.matchAll(/^export \{[^}]*\} from "[^"]+";$/gm)].map(([line]) =>
    line.replace(/\/index\.js"|(?<=\/lib\/[^"]*)\.js"/, '"').replace(/^/gm, "  "),
  );
  return `${NOTICE}\ndeclare module "#engine" {\n${lines.join("\n")}\n}\n`;
}
