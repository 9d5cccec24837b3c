/** Formats a duration: `7 min`, `2 h 05 min`. */
export function duration(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** Formats a number: `12,345`, independent of the machine's locale. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Formats a number with its noun: `1 job`, `12 jobs`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
