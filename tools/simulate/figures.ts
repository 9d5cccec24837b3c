/** `7 min`, `2 h 05 min`. */
export function duration(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** `12,345`, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 job`, `12 jobs`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
