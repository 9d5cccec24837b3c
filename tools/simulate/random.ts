/** Returns the next number, from 0 up to but not including 1. */
export type Random = () => number;

/** Creates pseudo-random numbers that are the same for the same seed: mulberry32, 32 bits of state. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns a random duration with this rate per unit of time; infinite for a rate of 0. */
export function exponential(rate: number, random: Random): number {
  return rate === 0 ? Number.POSITIVE_INFINITY : -Math.log(1 - random()) / rate;
}
