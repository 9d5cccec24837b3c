import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { TokenCredential } from "@azure/identity";
import type { Endpoints } from "../azure/endpoints.ts";
import { azureFailure } from "../azure/failure.ts";
import { type Answer, jsonOf } from "../azure/send.ts";
import type { Backend, Fleet } from "../fleet/index.ts";
import { member, textMember } from "../text/json.ts";
import { type Check, fail, ok, unknown } from "./check.ts";
import type { Net } from "./net.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Of<Type extends Backend["type"]> = Extract<Backend, { type: Type }>;

export interface BackendToCheck {
  readonly fleet: Fleet;
  readonly endpoints: Endpoints;
  readonly net: Net;
  readonly env: Env;
  /** The credential for the partner's tenant; undefined when there is none. */
  readonly credential: TokenCredential | undefined;
  /** The output folder of stacks. */
  readonly outdir: string;
}

/** Checks whether the state backend responds to Terraform's requests. Read-only. */
export async function checkBackend(to: BackendToCheck): Promise<Check> {
  const { backend } = to.fleet;
  switch (backend.type) {
    case "local":
      return localBackend(to.outdir);
    case "azurerm":
      return azurermBackend(backend, to);
    case "cloud":
      return cloudBackend(backend, to);
  }
}

function localBackend(outdir: string): Check {
  const folder = dirname(resolve(outdir));
  const state = join(folder, "tfstate");
  const place = existsSync(state) ? state : folder;
  try {
    accessSync(place, constants.W_OK);
    return ok("backend", `local: files in tfstate, beside ${outdir}, on this machine only`);
  } catch {
    return fail(
      "backend",
      `local: ${place} cannot be written`,
      "Run it in a writable folder, or choose another backend in partner.yaml",
    );
  }
}

/** Terraform signs in to the storage account itself (`use_azuread_auth`), in the partner's tenant. */
async function azurermBackend(backend: Of<"azurerm">, to: BackendToCheck): Promise<Check> {
  const { containerName, storageAccountName } = backend;
  const name = `azurerm: container ${containerName} of the storage account ${storageAccountName}`;
  const { credential, endpoints, fleet, net } = to;
  if (credential === undefined) return unknown("backend", `${name}: not checked without a sign-in`);
  const suffix = await storageSuffix(endpoints, net);
  if (suffix === undefined)
    return unknown("backend", `${name}: not checked, because Azure did not return the storage endpoint`);
  const host = `${storageAccountName}.blob.${suffix}`;
  const { tenantId } = fleet.partner;
  const inTenant: TokenCredential = {
    getToken: (scopes, more) => credential.getToken(scopes, { ...more, tenantId }),
  };
  let answer: Answer;
  try {
    answer = await net.send(
      {
        method: "GET",
        url: `https://${host}/${containerName}?restype=container&comp=list&maxresults=1`,
        headers: { "x-ms-version": "2023-11-03" },
      },
      { credential: inTenant, scope: STORAGE_SCOPE },
    );
  } catch (error) {
    const failure = azureFailure(error);
    if (failure.code === "ENOTFOUND") {
      return fail(
        "backend",
        `${name}: ${host} does not resolve`,
        "Create the storage account, correct storageAccountName in partner.yaml, or run it on a network that resolves its private endpoint",
      );
    }
    return unknown("backend", `${name}: ${failure.message}`);
  }
  if (answer.status === 200) return ok("backend", `${name} answers`);
  const code = answer.header("x-ms-error-code") ?? "";
  if (code === "ContainerNotFound") {
    return fail(
      "backend",
      `${name}: there is no such container`,
      `az storage container create --account-name ${storageAccountName} --name ${containerName} --auth-mode login`,
    );
  }
  if (code === "AuthorizationPermissionMismatch" || code === "InsufficientAccountPermissions") {
    return fail(
      "backend",
      `${name}: the identity has no permission to read it`,
      "Give it Storage Blob Data Contributor on the container (a plan locks the state)",
    );
  }
  if (code === "AuthorizationFailure") {
    return fail(
      "backend",
      `${name}: its network rules deny this machine`,
      "Allow this machine's address or network in the storage account's firewall",
    );
  }
  return unknown("backend", `${name}: it answered ${answer.status} ${code}`.trim());
}

const STORAGE_SCOPE = "https://storage.azure.com/.default";

/** Returns the storage suffix of the cloud, such as `core.windows.net`, from ARM's public description. */
async function storageSuffix({ arm }: Endpoints, net: Net): Promise<string | undefined> {
  try {
    const answer = await net.send({ method: "GET", url: `${arm}/metadata/endpoints?api-version=2022-09-01` });
    const suffix = textMember(member(jsonOf(answer), "suffixes"), "storage");
    return suffix !== undefined && /^[a-z0-9.-]{1,100}$/i.test(suffix) ? suffix : undefined;
  } catch {
    return undefined;
  }
}

async function cloudBackend(
  { hostname = "app.terraform.io", organization }: Of<"cloud">,
  to: BackendToCheck,
): Promise<Check> {
  const name = `cloud: the organization ${organization} at ${hostname}`;
  const variable = `TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`;
  const token = to.env[variable] || loginToken(hostname, to.env);
  if (token === undefined) {
    return unknown(
      "backend",
      `${name}: not checked without a token in ${variable} or of terraform login (credentials in the CLI configuration are not read)`,
      `terraform login ${hostname}, or set ${variable}`,
    );
  }
  let answer: Answer;
  try {
    const url = `https://${hostname}/api/v2/organizations/${encodeURIComponent(organization)}`;
    answer = await to.net.send({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
  } catch (error) {
    return fail("backend", `${name}: ${azureFailure(error).message}`, `Let this machine reach ${hostname}`);
  }
  if (answer.status === 200) return ok("backend", `${name} answers`);
  if (answer.status === 401)
    return fail(
      "backend",
      `${name}: the token was rejected`,
      `terraform login ${hostname}, or renew ${variable}`,
    );
  if (answer.status === 404) {
    return fail(
      "backend",
      `${name}: it does not exist, or the token has no access`,
      "Correct organization in partner.yaml, or use a token of a member",
    );
  }
  return unknown("backend", `${name}: it answered ${answer.status}`);
}

/** Returns the token that `terraform login` stored. */
function loginToken(hostname: string, env: Env): string | undefined {
  try {
    const folder = env["HOME"] || homedir();
    const text = readFileSync(join(folder, ".terraform.d", "credentials.tfrc.json"), "utf8");
    return textMember(member(member(JSON.parse(text), "credentials"), hostname), "token");
  } catch {
    return undefined;
  }
}
