/** Matches a GUID in either case, as a part of a longer pattern. */
export const GUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

const WHOLE = new RegExp(`^${GUID}$`);

/** Returns whether the text is a GUID, in either case, without braces. */
export function isGuid(text: string): boolean {
  return WHOLE.test(text);
}
