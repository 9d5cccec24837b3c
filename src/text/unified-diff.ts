/** The lines of context around a change, as in git. */
const CONTEXT = 3;

/**
 * Formats a change of one file for `git apply`, with one hunk from the first line that differs to the last.
 * @param path from the root of the repository, with forward slashes
 * @param before undefined for a new file
 * @returns an empty text when nothing differs
 */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  const [old, changed] = [linesOf(before ?? ""), linesOf(after)];
  if (before === after) return "";
  let start = 0;
  while (start < old.length && start < changed.length && old[start] === changed[start]) start += 1;
  let same = 0;
  while (
    same < Math.min(old.length, changed.length) - start &&
    old[old.length - 1 - same] === changed[changed.length - 1 - same]
  )
    same += 1;
  const from = Math.max(0, start - CONTEXT);
  const removed = old.slice(start, old.length - same);
  const added = changed.slice(start, changed.length - same);
  const tail = old.slice(old.length - same, old.length - same + CONTEXT);
  const head = old.slice(from, start);
  const hunk = [
    ...head.map((line) => marked(" ", line)),
    ...removed.map((line) => marked("-", line)),
    ...added.map((line) => marked("+", line)),
    ...tail.map((line) => marked(" ", line)),
  ];
  const oldCount = head.length + removed.length + tail.length;
  const newCount = head.length + added.length + tail.length;
  const names =
    before === undefined
      ? [`diff --git a/${path} b/${path}`, "new file mode 100644", "--- /dev/null", `+++ b/${path}`]
      : [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`];
  const at = (count: number) => `${count === 0 ? 0 : from + 1},${count}`;
  return `${[...names, `@@ -${at(oldCount)} +${at(newCount)} @@`].join("\n")}\n${hunk.join("")}`;
}

/** Returns lines with their line ends, so that CRLF is kept. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function marked(mark: string, line: string): string {
  return line.endsWith("\n") ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}
