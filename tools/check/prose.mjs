/*
 * Checks the lines that a change adds against the word list of CONTRIBUTING.md: `npm run check` fails if one of them
 * has a
 * word of its second table. Existing lines are not checked.
 *
 * The change is the difference to the branch in CSP_BASELINE_BASE, by default main. Without git, or without that branch,
 * it prints a note and passes, because there is nothing to compare with.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const LIST = "CONTRIBUTING.md";
const TEXTS = [
  "src",
  "constructs",
  "stacks",
  "tools",
  "docs",
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
];

/** Reads the rows "| `somebody` | a person, or the role |" of the table that begins with "| not |". */
function readList(text) {
  const [, table = ""] = /^\| not \|[^\n]*\n\|[-|]+\|\n((?:\|[^\n]*\n)+)/m.exec(text) ?? [];
  return [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)].map(([, phrase, instead]) => ({
    phrase,
    instead: instead.trim(),
    // A capital X stands for any word; "no longer" and "no more" are plain English.
    pattern: new RegExp(`\\b${phrase.replace(/\bX\b/, "(?!longer\\b|more\\b)[a-z]+")}\\b`, "i"),
  }));
}

function git(...args) {
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  return status === 0 ? stdout : undefined;
}

/** Yields the added lines of a diff without context, with their places. */
function* addedLines(diff) {
  let file = "";
  let line = 0;
  for (const text of diff.split("\n")) {
    if (text.startsWith("+++ ")) file = text.slice("+++ b/".length);
    else if (text.startsWith("@@")) line = Number(/\+(\d+)/.exec(text)?.[1] ?? 0);
    else if (text.startsWith("+")) yield { file, line: line++, text: text.slice(1) };
  }
}

const rules = readList(readFileSync(LIST, "utf8"));
const base = git("merge-base", process.env.CSP_BASELINE_BASE || "main", "HEAD")?.trim();
const diff =
  base === undefined
    ? undefined
    : git("diff", "-U0", "-M", "--no-ext-diff", "--no-color", base, "--", ...TEXTS);
let found = 0;
if (rules.length === 0) {
  console.error(`${LIST} has no table of words that are not written`);
  process.exitCode = 1;
} else if (diff === undefined) {
  console.error("prose: no git history with the branch main (or CSP_BASELINE_BASE): nothing to compare with");
}
for (const { file, line, text } of addedLines(diff ?? "")) {
  // The list itself, and pages generated from other files.
  if (/^\| `/.test(text) && file === LIST) continue;
  for (const { instead, pattern, phrase } of rules) {
    if (!pattern.test(text)) continue;
    console.error(`${file}:${line}: "${phrase}": write ${instead}`);
    found += 1;
  }
}
if (found > 0) {
  console.error(`\n${found} words of the list in ${LIST} ("Words") are in lines that this change adds.`);
  process.exitCode = 1;
}
