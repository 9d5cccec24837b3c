import type { ArmResource } from "../evidence/index.ts";
import { spaced } from "../text/visible.ts";

/** Text that was found somewhere, fit for a message: one line, nothing unprintable, at most `max` characters. */
export function plain(text: string, max = 200): string {
  const printable = spaced(text.slice(0, max * 2));
  return printable.length > max ? `${printable.slice(0, max - 3)}...` : printable;
}

/** A found value in quotation marks: `"soc(at)fabrikam"`. */
export function quote(text: string): string {
  return `"${plain(text, 80)}"`;
}

/** What a message calls a resource: its Terraform address or, as ids are long, its name in Azure. */
export function label({ address, name, type }: ArmResource): string {
  return plain(address ?? (typeof name === "string" && name !== "" ? name : type));
}

/** `a, b and c`; from the eighth item on only their number: `a, b, ..., g and 5 more`. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 8 ? [...items.slice(0, 7), `${items.length - 7} more`] : items;
  const last = shown.at(-1) ?? "nothing";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
