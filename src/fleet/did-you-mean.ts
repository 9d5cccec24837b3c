import { quote } from "./echo.ts";

const MOST_CANDIDATES = 1000;
const LONGEST_WORD = 100;
const SHORTEST_BEGINNING = 4;

/** Returns `Did you mean "budget"?` when a candidate is similar to the word. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `Did you mean ${quote(nearest)}?`;
}

/**
 * Returns the candidate with the fewest typing errors, compared without case, or else one that begins with the word.
 * Errors are letters missing, added or replaced, and two neighbors swapped: at most one for every three letters. The
 * first of several is used.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  const considered = candidates.slice(0, MOST_CANDIDATES);
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of considered) {
    // The difference in length is the minimum distance.
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
    const errors = distance(wanted, candidate.toLowerCase());
    if (errors < fewest) {
      nearest = candidate;
      fewest = errors;
    }
  }
  if (nearest !== undefined || wanted.length < SHORTEST_BEGINNING) return nearest;
  return considered.find((candidate) => candidate.toLowerCase().startsWith(wanted));
}

/** Returns the optimal string alignment distance: Levenshtein with swaps of neighbors. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (older[j - 2] ?? 0) + 1);
      row.push(least);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
