/*
 * Compares imports with the table of rooms in src/README.md: `npm run check` fails if a room imports another one that
 * its row does not contain. Only the table defines the rule. Biome rejects import circles.
 */
import { readdirSync, readFileSync } from "node:fs";
import { posix, relative, sep } from "node:path";

const TABLE = "src/README.md";
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

/** Reads the rooms that each room may import from the table's rows: "| `room` | content | `other`, `other` |". */
function readTable(text) {
  const rows = [...text.matchAll(/^\| `([a-z]+)\/?` \|[^|]*\|([^|]*)\|$/gm)];
  return new Map(
    rows.map(([, room, cell]) => [
      room,
      cell.trim() === "all" ? "all" : new Set([...cell.matchAll(/`([a-z]+)\/?`/g)].map(([, name]) => name)),
    ]),
  );
}

/** `src/review/x.ts` -> `review`, `constructs/x.ts` -> `constructs` */
function roomOf(file) {
  const [first, second] = file.split("/");
  return first === "src" ? second : first;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => relative(".", `${entry.parentPath}/${entry.name}`).split(sep).join("/"));
}

const table = readTable(readFileSync(TABLE, "utf8"));
const problems = new Set();
let compared = 0;
for (const file of ["src", "constructs", "stacks"].flatMap(filesBelow)) {
  const room = roomOf(file);
  const allowed = table.get(room);
  if (allowed === undefined) {
    problems.add(`${file}: the table has no row for the room ${room}`);
    continue;
  }
  for (const [, name] of readFileSync(file, "utf8").matchAll(IMPORT)) {
    const target = name === "#engine" ? "src/engine" : posix.join(posix.dirname(file), name);
    if (name !== "#engine" && !name.startsWith(".")) continue;
    compared += 1;
    const other = roomOf(target);
    if (other === room || allowed === "all" || allowed.has(other)) continue;
    problems.add(`${file}: ${room} may not import ${other} ("${name}")`);
  }
}
if (compared === 0) problems.add("no imports found: run it in the project's folder");
for (const problem of problems) console.error(problem);
if (problems.size > 0) {
  console.error(`\n${problems.size} imports do not follow the table of rooms in ${TABLE}.`);
  process.exitCode = 1;
}
