/**
 * Maps names between tests and synthesized stacks. Provider classes use camelCase (`shortName`), stacks use Terraform's
 * snake_case (`short_name`), and maps of the user (tags, an azapi `body`) use any names.
 */

/** Converts `shortName` to Terraform's `short_name`. A name without capitals is not changed. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital, at: number) => `${at > 0 ? "_" : ""}${capital.toLowerCase()}`);
}

/** Converts `short_name` to the `shortName` of a provider class. */
export function camelCase(name: string): string {
  return name.replace(/(?<=.)_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/**
 * Returns the key of `map` for a test's `name`: the same key, or else the corresponding snake_case key. Digits are
 * separate words, because `use32BitWorker` corresponds to `use_32_bit_worker` but `sha256Hash` to `sha256_hash`
 * (azurerm has both). A key with capitals matches only itself: it is not a Terraform attribute.
 */
export function findKey(map: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(map, name)) return name;
  const wanted = words(name);
  return Object.keys(map).find((key) => !/[A-Z]/.test(key) && words(key) === wanted);
}

function words(name: string): string {
  return snakeCase(name).replace(/(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/g, "_");
}
