/*
 * Checks the texts of the repository against the word list of CONTRIBUTING.md: comments, strings, test names, Markdown
 * and YAML. `npm run check` fails if a file contains a phrase of the list's second table, or a sentence that is too long.
 * `prose-exceptions.json` lists the exceptions; one that matches nothing fails too.
 */
import { existsSync, readFileSync } from "node:fs";
import { filesOf, paragraphsOf } from "./texts.mjs";

const LIST = "CONTRIBUTING.md";
const EXCEPTIONS = "tools/check/prose-exceptions.json";
/** Words of a sentence; a longer one is split. */
const LONGEST_SENTENCE = 30;

/** Reads the rows of a phrase and its replacement in the table that begins with "| not |". */
function readList(text) {
  const [, table = ""] = /^\| not \|[^\n]*\n\|[-|]+\|\n((?:\|[^\n]*\n)+)/m.exec(text) ?? [];
  return [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)].map(([, phrase, instead]) => ({
    phrase,
    instead: instead.trim(),
    pattern: patternOf(phrase),
  }));
}

/** Matches a phrase also across line breaks of a comment. A capital X means any word; "there is no" is plain English. */
function patternOf(phrase) {
  const words = phrase.split(" ").map((word) => {
    if (word === "X") return "(?!longer\\b|more\\b)[a-z]+";
    return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  const start = /^\w/.test(phrase) ? "(?<![\\w$])" : "";
  const end = /[\wX]$/.test(phrase) ? "\\b" : "";
  const there = phrase.endsWith(" no X") ? "(?<!\\bthere )" : "";
  return new RegExp(
    start + there + words.join("(?:[ \\t]+|[ \\t]*\\n[ \\t]*(?:\\*|//|#|>)?[ \\t]*)") + end,
    "gi",
  );
}

/** Yields the sentences of a text with their offsets; a semicolon or a colon does not end one. */
function* sentencesOf(path, text) {
  for (const { prose, offset } of paragraphsOf(path, text)) {
    for (const sentence of prose.split(/(?<=[.!?][)"'`*_]*)(?<!\b(?:e\.g|i\.e)\.)\s+/))
      yield { sentence, offset };
  }
}

/** Counts the words of a sentence; code and a title in italics are one word each. */
function wordsOf(sentence) {
  const names = sentence.replace(/`[^`]+`|(?<![*\w])\*(?![*\s])[^*]+\*/g, "name");
  return names.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const problems = [];
const rules = readList(readFileSync(LIST, "utf8"));
if (rules.length === 0) problems.push(`${LIST} has no table of words to avoid`);
const exceptions = existsSync(EXCEPTIONS) ? JSON.parse(readFileSync(EXCEPTIONS, "utf8")) : [];
const used = new Set();
const files = filesOf();
if (files === undefined) problems.push("the files cannot be listed: run it in a git repository");

/** Returns whether an exception allows a text of a file. */
function isAllowed(path, text) {
  const allowing = exceptions.filter((one) => one.path === path && text.includes(one.text));
  for (const one of allowing) used.add(one);
  return allowing.length > 0;
}

for (const path of files ?? []) {
  const text = readFileSync(path, "utf8");
  const lineOf = (offset) => text.slice(0, offset).split("\n").length;
  for (const { instead, pattern, phrase } of rules) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      const start = text.lastIndexOf("\n", index) + 1;
      const end = text.indexOf("\n", index + match.length);
      const line = text.slice(start, end < 0 ? undefined : end);
      // The list itself.
      if (path === LIST && line.startsWith("| `")) continue;
      if (!isAllowed(path, line)) problems.push(`${path}:${lineOf(index)}: "${phrase}": write ${instead}`);
    }
  }
  for (const { offset, sentence } of sentencesOf(path, text)) {
    const words = wordsOf(sentence);
    if (words <= LONGEST_SENTENCE || isAllowed(path, sentence)) continue;
    const start = sentence.trim().slice(0, 60).replace(/\s+/g, " ");
    problems.push(`${path}:${lineOf(offset)}: a sentence of ${words} words: split "${start} ..."`);
  }
}
for (const one of exceptions) {
  if (!used.has(one)) problems.push(`${EXCEPTIONS}: ${one.path} has no "${one.text}": remove the exception`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`\n${problems.length} texts do not follow ${LIST} ("Words").`);
  process.exitCode = 1;
}
