import { TokenMap } from "#engine";

/**
 * Runs a function and releases the tokens that it created. The engine keeps every token permanently; each refers to its
 * construct and so to the whole stack. Without this, memory grows with the number of stacks.
 *
 * The result must not contain tokens, and objects of the engine that one call created must not be used in another.
 */
export function forgettingTokens<Result>(run: () => Result): Result {
  const { numbers, strings } = tokens();
  const before = { numbers: numbers.size, strings: strings.size };
  try {
    return run();
  } finally {
    forgetAfter(strings, before.strings);
    forgetAfter(numbers, before.numbers);
  }
}

function tokens() {
  const map = TokenMap.instance();
  return { strings: map["stringTokenMap"], numbers: map["numberTokenMap"] };
}

/** Maps keep the order of insertion. */
function forgetAfter<Key>(map: Map<Key, unknown>, kept: number): void {
  for (const key of [...map.keys()].slice(kept)) map.delete(key);
}
