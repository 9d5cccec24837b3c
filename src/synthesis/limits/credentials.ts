import type { Configuration } from "../../evidence/terraform/configuration.ts";
import { member, members } from "../../text/json.ts";
import type { Complaint } from "./complaint.ts";

/** Matches names of credentials in providers and backends, at the end of an argument's name. */
const CREDENTIAL = new RegExp(
  `(^|_)(${[
    "authorization",
    "client_certificate(_data)?",
    "conn_str",
    "connection_string",
    "cookie",
    "credentials?",
    "passphrase",
    "passw(or)?d",
    "pat",
    "pwd",
    "sas",
    "secrets?",
    "tokens?",
    "(access|account|api|app|application|auth|client|encryption|function|license|master|private|sas|secret|shared|signing|ssh|storage)_?key(_data)?",
  ].join("|")})$`,
);
/** `https://user:password@host` */
const USER_INFO = /:\/\/[^/\s:@]*:[^/\s@]+@/;
/** Matches a value that is resolved when Terraform runs: an expression without literal text. */
const REFERENCE = /^\$\{[^"<{}]*\}$/;
const DEEPEST = 16;

/**
 * Reports credentials in a provider, a backend or the configuration of another state: they would be stored with the
 * stack, and shown in plans.
 */
export function credentials({ data, providers, terraform }: Configuration): Complaint[] {
  const places: (readonly [string, unknown, boolean])[] = [
    ...providers.map(({ body, name }) => [name, body, name === "azurerm" || name === "azapi"] as const),
    ...terraform.flatMap((block) => [
      ...members(member(block, "backend")).map(([type, body]) => [type, body, true] as const),
      ...members(member(block, "encryption")).map(([type, body]) => [type, body, true] as const),
      ["cloud", member(block, "cloud"), true] as const,
    ]),
    ...data
      .filter(({ type }) => type === "terraform_remote_state")
      .map(({ address, body }) => [address, body["config"], false] as const),
  ];
  return places.flatMap(([place, body, strict]) =>
    [...new Set(credentialPaths(body, place, strict))].map((path) => ({
      message: `${path} puts a credential into the stack`,
      fix: "Set credentials in the environment: ARM_USE_OIDC, or ARM_CLIENT_SECRET, for example",
    })),
  );
}

/**
 * @param strict whether a reference counts as a credential too: it would be a value of this stack
 * @param within whether an enclosing name is that of a credential
 */
function credentialPaths(value: unknown, path: string, strict: boolean, within = false, depth = 0): string[] {
  if (typeof value === "string") {
    const secret = value !== "" && (strict || !REFERENCE.test(value));
    return (within && secret) || USER_INFO.test(value) ? [path] : [];
  }
  if (depth > DEEPEST) return [path];
  return members(value).flatMap(([name, item]) => {
    if (name === "//") return [];
    const at = Array.isArray(value) ? path : `${path}.${name}`;
    const inside = within || CREDENTIAL.test(snakeCase(name));
    return credentialPaths(item, at, strict, inside, depth + 1);
  });
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}
