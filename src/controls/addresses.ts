import { sameName } from "../evidence/index.ts";
import { listed, quote } from "../text/wording.ts";
import type { Complaint } from "./criteria.ts";

const ADDRESS = /^[^\s@;,:<>"()[\]\\]{1,64}@([a-z0-9](-*[a-z0-9])*\.)+[a-z](-*[a-z0-9])+$/i;

/**
 * Reports whether the text is a valid mail address of at most 254 characters. It does not check that the mailbox
 * exists.
 */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

export function sameAddress(a: string, b: string): boolean {
  return sameName(a, b);
}

/** Splits a list of addresses that the API takes as one text, separated by semicolons. */
export function splitAddresses(text: string | undefined): string[] {
  const parts = (text ?? "").split(";").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** The recipients that the fleet requires. */
export interface Recipients {
  /** The addresses that the fleet names. */
  readonly wanted: readonly string[];
  /** The parameter of the fleet that names them. */
  readonly parameter: readonly string[];
  /** The path of the recipients in the evidence, in ARM's names. */
  readonly path: string;
}

/** Returns the complaint about the addresses found: none, an invalid one, or one of the fleet's is missing. */
export function recipientComplaint(found: readonly string[], recipients: Recipients): Complaint | undefined {
  const { wanted, parameter, path } = recipients;
  const at = { path, parameter };
  const fix = `set ${path} to ${parameter.join(".")} of the fleet`;
  if (found.length === 0) return { ...at, message: "it has no e-mail address", fix };
  const invalid = found.filter((address) => !isAddress(address));
  if (invalid.length > 0) {
    return { ...at, message: `not an e-mail address: ${listed(invalid.map(quote))}`, fix };
  }
  const missing = wanted.filter((address) => !found.some((other) => sameAddress(address, other)));
  if (missing.length > 0) return { ...at, message: `it does not reach ${listed(missing)}`, fix };
  return undefined;
}
