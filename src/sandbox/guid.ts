import { createHash } from "node:crypto";

/** Derives a GUID from a text, so that object ids of principals need not be stored. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** Derives a GUID from a number, so that request ids are easy to find in a log. */
export function guidOfNumber(count: number): string {
  return `00000000-0000-0000-0000-${count.toString(16).padStart(12, "0")}`;
}
