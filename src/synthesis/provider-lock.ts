import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Terraform's lock file of providers, which `terraform init` writes beside a stack. */
export const PROVIDER_LOCK = ".terraform.lock.hcl";

const Stack = z.object({
  terraform: z
    .object({
      required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
    })
    .optional(),
});
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Source: https://developer.hashicorp.com/terraform/language/files/dependency-lock */
const LOCKED = /^provider "([^"\s]+)" \{\s+version\s+=\s+"([^"\s]+)"/gm;

/**
 * Whether the lock file in a stack's folder has a provider in another version than the stack requires. After an
 * upgrade, `terraform init` would reject the stack because of a generated file. Requirements other than one exact
 * version are left to Terraform.
 * @param stack returns the stack's text; called only if there is a lock file
 */
export function hasStaleLock(folder: string, stack: () => string): boolean {
  const lock = textOf(join(folder, PROVIDER_LOCK));
  if (lock === undefined) return false;
  const locked = new Map(
    [...lock.matchAll(LOCKED)].map(([, address = "", version = ""]) => [address, version]),
  );
  return Object.entries(requiredBy(stack())).some(([source, version]) => {
    if (!EXACT.test(version)) return false;
    return [...locked].some(([address, other]) => isOf(address, source) && other !== version);
  });
}

/** Returns the version requirements of a stack by the providers' sources. */
function requiredBy(stack: string): Record<string, string> {
  const { data } = Stack.safeParse(JSON.parse(stack));
  const providers = Object.values(data?.terraform?.required_providers ?? {});
  return Object.fromEntries(providers.map(({ source, version }) => [source, version]));
}

/**
 * Whether `registry.terraform.io/hashicorp/azurerm` is the address of `azurerm`: a source may omit host and namespace.
 */
function isOf(address: string, source: string): boolean {
  const parts = source.toLowerCase().split("/");
  const full = parts.length === 1 ? ["hashicorp", ...parts] : parts;
  return `/${address}`.endsWith(`/${full.join("/")}`);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
