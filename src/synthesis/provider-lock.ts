import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Terraform's lock file of providers; `terraform init` writes it beside a stack. */
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
 * Whether the lock file in a stack's folder has a provider in another version than the stack requires: `terraform init`
 * would refuse the stack after an upgrade, because of a file that no user wrote. Requirements that are not one exact
 * version are left to Terraform.
 * @param stack the stack's text, asked for only where there is a lock file
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

/** Exact or not: the versions that a stack requires, by the providers' sources. */
function requiredBy(stack: string): Record<string, string> {
  const { data } = Stack.safeParse(JSON.parse(stack));
  const providers = Object.values(data?.terraform?.required_providers ?? {});
  return Object.fromEntries(providers.map(({ source, version }) => [source, version]));
}

/** Whether `registry.terraform.io/hashicorp/azurerm` is the address of `azurerm`: a source may leave out host and namespace. */
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
