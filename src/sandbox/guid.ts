import { createHash } from "node:crypto";

/** A GUID that is the same for the same text: object ids of principals need no memory. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** A GUID out of a running number: request ids that a log is easily searched for. */
export function guidOfNumber(count: number): string {
  return `00000000-0000-0000-0000-${count.toString(16).padStart(12, "0")}`;
}
