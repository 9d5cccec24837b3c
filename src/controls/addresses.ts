import { sameName } from "../evidence/index.ts";
import type { Complaint } from "./criteria.ts";
import { listed, quote } from "./wording.ts";

const ADDRESS = /^[^\s@;,:<>"()[\]\\]{1,64}@([a-z0-9](-*[a-z0-9])*\.)+[a-z](-*[a-z0-9])+$/i;

/** Whether mail can be sent there at all; says nothing about anybody reading it. At most 254 characters. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

export function sameAddress(a: string, b: string): boolean {
  return sameName(a, b);
}

/** The addresses of a list that the API takes as one text, with semicolons. */
export function splitAddresses(text: string | undefined): string[] {
  const parts = (text ?? "").split(";").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** Who should receive something, by the fleet. */
export interface Recipients {
  /** The addresses that the fleet names. */
  readonly wanted: readonly string[];
  /** Where the fleet names them. */
  readonly parameter: readonly string[];
  /** Where the evidence has them, in ARM's names. */
  readonly path: string;
}

/** What is wrong with the addresses that were found: none, one that is none, or one of the fleet's is missing. */
export function recipientComplaint(found: readonly string[], recipients: Recipients): Complaint | undefined {
  const { wanted, parameter, path } = recipients;
  const at = { path, parameter };
  const fix = `set ${path} to ${parameter.join(".")} of the fleet`;
  if (found.length === 0) return { ...at, message: "it has no e-mail address", fix };
  const invalid = found.filter((address) => !isAddress(address));
  if (invalid.length > 0) {
    return { ...at, message: `no e-mail address: ${listed(invalid.map(quote))}`, fix };
  }
  const missing = wanted.filter((address) => !found.some((other) => sameAddress(address, other)));
  if (missing.length > 0) return { ...at, message: `it does not reach ${listed(missing)}`, fix };
  return undefined;
}
