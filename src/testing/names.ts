/**
 * Names in a test and in a synthesized stack. A provider class speaks camelCase (`shortName`), the stack it writes
 * speaks Terraform's snake_case (`short_name`), and a map of the user's own (tags, an azapi `body`) speaks as it likes.
 */

/** `shortName` as Terraform would write it: `short_name`. A name without capitals stays as it is. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital, at: number) => `${at > 0 ? "_" : ""}${capital.toLowerCase()}`);
}

/** `short_name` as a provider class writes it: `shortName`. */
export function camelCase(name: string): string {
  return name.replace(/(?<=.)_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/**
 * The key of `map` that a test means by `name`: the very same, or else the snake_case key it stands for.
 * Digits count as words of their own, because `use32BitWorker` stands for `use_32_bit_worker` but `sha256Hash` for
 * `sha256_hash` (azurerm has both kinds). A key with capitals is only ever met by itself: it is no attribute of Terraform.
 */
export function findKey(map: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(map, name)) return name;
  const wanted = words(name);
  return Object.keys(map).find((key) => !/[A-Z]/.test(key) && words(key) === wanted);
}

function words(name: string): string {
  return snakeCase(name).replace(/(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/g, "_");
}
