/* The texts of the repository that people read, for the checks of words and spelling. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const CHECKED = /\.(?:[cm]?[jt]sx?|md|ya?ml|css|html)$/;
/** Recorded outputs of other programs and of released versions. */
const RECORDED = /^(?:test\/fixtures\/|test\/compatibility\/\d|src\/engine\/node10\/)/;
/** Returns the paths of the checked files, committed or not; `undefined` outside a git repository. */
export function filesOf() {
  const { status, stdout } = spawnSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) return undefined;
  return stdout.split("\0").filter((path) => CHECKED.test(path) && !RECORDED.test(path) && existsSync(path));
}

/**
 * Yields the paragraphs of a page, or of the comments and texts of a source, with their offsets. `isMessage` is false for
 * sample data of tests, for a text without two words, and for one of several lines, which is code.
 */
export function paragraphsOf(path, text) {
  if (path.endsWith(".md")) return pageParagraphs(text);
  if (/\.ya?ml$/.test(path)) return commentParagraphs(text.matchAll(/(?:^[ \t]*#[^\n]*\n?)+/gm));
  return sourceParagraphs(path, text);
}

/** Yields the paragraphs and list items of a Markdown page, without tables, code and headings. */
function* pageParagraphs(text) {
  const blanked = text.replace(/^( *)(```|~~~)[^\n]*\n[\s\S]*?^\1\2/gm, (code) =>
    code.replace(/[^\n]/g, " "),
  );
  for (const { 0: prose, index } of blanked.matchAll(
    /^(?! *[|#<]| {4}|[ \t]*$)[^\n]*(?:\n(?! *[-*|#<]| *\d+\.|\s*\n)[^\n]+)*/gm,
  )) {
    yield { prose, offset: index };
  }
}

/** The comments, texts and regular expressions of a source. Lines of `//` are one comment. */
const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|\$\{[^{}`]*\}|[^`\\])*`|(?<=[=(,:;!&|?{}[\n]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/g;

/** Whether a text is the name of a test, from the code before it. */
const isTestName = (before) => /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\(\s*$/.test(before);

/** Yields the paragraphs of the comments and the lines of the texts of a source. Texts joined by + are one text. */
function* sourceParagraphs(path, text) {
  const joined = text.replace(/(["'`])\s*\+\s*\1/g, (plus) => " ".repeat(plus.length));
  for (const token of joined.matchAll(TOKENS)) {
    if (/^\/[*/]/.test(token[0])) yield* commentParagraphs([token]);
    if (!/^["'`]/.test(token[0])) continue;
    const value = token[0].slice(1, -1).replace(/\$\{[^{}]*\}/g, "0");
    const isSample = path.startsWith("test/") && !isTestName(text.slice(0, token.index).slice(-80));
    const isMessage = !isSample && !value.includes("\n") && /[a-z] [a-z]/.test(value);
    for (const prose of value.split(/\n|\\n/)) yield { prose, offset: token.index, isMessage };
  }
}

/** Yields the paragraphs and list items of comments, without tags such as @example. */
function* commentParagraphs(comments) {
  for (const { 0: comment, index } of comments) {
    const lines = comment.replace(/^\/\*+|\*+\/$/g, "").replace(/^[ \t]*(?:\*|\/\/|#) ?/gm, "");
    const [prose = ""] = lines.split(/^@example/m);
    for (const part of prose.split(/\n[ \t]*\n|\n[ \t]*(?=@|- |https:)/))
      yield { prose: part, offset: index };
  }
}
