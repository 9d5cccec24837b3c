/** Matches the line by which editors find the schema of a file: `# yaml-language-server: $schema=...`. */
export const LANGUAGE_SERVER = /^#\s*yaml-language-server:/;

/**
 * Derives the language server's line of a customer's file from the partner's: the same schemas, relative to the
 * customers' folder. `undefined` where the partner's file has none, or one in another form.
 *
 * @param partner the text of partner.yaml
 */
export function schemaLineOf(partner: string): string | undefined {
  const found = /^#[ \t]*yaml-language-server:[ \t]*\$schema=(\S*)partner\.json[ \t]*\r?$/m.exec(
    partner,
  )?.[1];
  if (found === undefined || found.length > 1000) return undefined;
  const isElsewhere = /^[a-z]+:|^\//i.test(found);
  return `# yaml-language-server: $schema=${isElsewhere ? "" : "../"}${found.replace(/^\.\/+/, "")}customer.json`;
}
