/*
 * Checks the spelling of the repository's texts in American English: Markdown, comments, messages and test names. `npm
 * run check` fails for a word that is neither in the dictionary nor in `words.txt`, and for a word of that list that no
 * text uses. Code, links, options, names in camel case and abbreviations in capitals are not checked.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodeTrie } from "cspell-trie-lib";
import { filesOf, paragraphsOf } from "./texts.mjs";

const LIST = "tools/check/words.txt";
/** Translations. */
const OTHER_LANGUAGES = /\/(?:de|fr|es)\.ts$|\/customer-letter\.ts$/;
const NOT_PROSE =
  /`[^`\n]*`|https?:\/\/\S+|\]\([^)]*\)|<[^>]+>|\{@link[^}]*\}|\S+@\S+|[\w.-]*\/[\w./-]*|--?[a-z][\w-]*|\\u[0-9a-f]{4}/g;
const WORD = /(?<![\p{L}\d_.'’$@#:-])[A-Za-z][a-z]{2,}(?:['’](?:s|t|re|ll|ve))?(?![\p{L}\d_]|[.:=]\w|-?\d)/gu;

const settings = createRequire(import.meta.url).resolve("@cspell/dict-en_us/cspell-ext.json");
const dictionary = decodeTrie(gunzipSync(readFileSync(join(dirname(settings), "en_US.trie.gz"))));
const listed = readFileSync(LIST, "utf8").split("\n").filter(Boolean);
const allowed = new Set(listed);
const used = new Set();
const known = new Map();

function isKnown(word) {
  const found = known.get(word) ?? (dictionary.has(word) || dictionary.has(word.toLowerCase()));
  known.set(word, found);
  return found;
}

const problems = [];
for (const path of filesOf() ?? []) {
  if (OTHER_LANGUAGES.test(path)) continue;
  const text = readFileSync(path, "utf8");
  for (const { isMessage = true, offset, prose } of paragraphsOf(path, text)) {
    if (!isMessage) continue;
    for (const { 0: match } of prose.replace(NOT_PROSE, " ").matchAll(WORD)) {
      const word = match.replace(/['’]s$/, "");
      if (isKnown(word)) continue;
      const entry = [word, word.toLowerCase()].find((one) => allowed.has(one));
      if (entry !== undefined) used.add(entry);
      else
        problems.push(
          `${path}:${text.slice(0, offset).split("\n").length}: "${word}" is not in the dictionary`,
        );
    }
  }
}
for (const word of listed) if (!used.has(word)) problems.push(`${LIST}: no text uses "${word}": remove it`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`\n${problems.length} problems of spelling. Correct the word, or add a term to ${LIST}.`);
  process.exitCode = 1;
}
