import { TokenMap } from "#engine";

/**
 * Runs a function and forgets the tokens that were made in it. The engine keeps every token for good, each holds
 * its construct, and that holds the whole stack: without this, memory grows with the number of stacks.
 *
 * What is returned must hold no token any more, and nothing of the engine's that was made in one call may be used
 * in another.
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
