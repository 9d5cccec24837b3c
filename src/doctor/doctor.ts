import type { TokenCredential } from "@azure/identity";
import type { Purpose } from "../adopt/onboard/index.ts";
import { customerFor } from "../adopt/onboard/verify.ts";
import { credentialFor } from "../azure/credential.ts";
import type { Endpoints } from "../azure/endpoints.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import { checkAccess, notAsked } from "./access.ts";
import { checkBackend } from "./backend.ts";
import { type Check, ok, unknown } from "./check.ts";
import { checkSignIn, checkTenant } from "./entra.ts";
import type { Net } from "./net.ts";
import { checkProviders, type RequiredProvider } from "./providers.ts";
import { checkNode, checkTerraform } from "./tools.ts";

/** The inputs of the checks. */
export interface DoctorInput {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  readonly node: { readonly version: string; readonly needed: string };
  readonly endpoints: Endpoints;
  readonly net: Net;
  /** The providers that the stacks require. */
  readonly providers: readonly RequiredProvider[];
  /** The loaded fleet with the subscription whose access is checked; or the fault of the fleet. */
  readonly fleet: LoadedFleet | Check;
  /** The purpose whose operations are checked. */
  readonly purpose: Purpose;
  /** The output folder of stacks. */
  readonly outdir: string;
  /** Called before each step, with its description. */
  readonly onStep: (text: string) => void;
}

export interface LoadedFleet {
  readonly fleet: Fleet;
  /** Undefined where the fleet has none. */
  readonly subscription: Subscription | undefined;
  /** A line about its size. */
  readonly message: string;
}

/** Runs every check; a check whose precondition failed is `unknown`. It writes nothing. */
export async function runDoctor(input: DoctorInput): Promise<readonly Check[]> {
  const { env, fleet: loaded, node, onStep, providers } = input;
  onStep("Node and Terraform");
  const { check: terraformCheck, terraform } = checkTerraform(env);
  onStep("providers");
  const providersCheck =
    terraform === undefined
      ? unknown("providers", "not checked: Terraform is required")
      : await checkProviders(terraform, providers);
  const tools = [checkNode(node.version, node.needed), terraformCheck, providersCheck];
  if ("status" in loaded) return [...tools, loaded, ...withoutFleet("the fleet does not load")];
  const fleetCheck = ok("fleet", loaded.message);
  const azure =
    loaded.subscription === undefined
      ? withoutFleet("the fleet has no subscription")
      : await azureChecks(loaded.fleet, loaded.subscription, input);
  return [...tools, fleetCheck, ...azure];
}

function withoutFleet(reason: string): Check[] {
  const ids = ["tenant", "clock", "sign-in", "subscription", "roles", "backend"] as const;
  return ids.map((id) => unknown(id, `not checked: ${reason}`));
}

async function azureChecks(
  fleet: Fleet,
  subscription: Subscription,
  input: DoctorInput,
): Promise<readonly Check[]> {
  const { endpoints, env, net, now, onStep, outdir, purpose } = input;
  const { customer } = subscription;
  const isOwnTenant = customer.access.model === "lighthouse";
  const tenantId = isOwnTenant ? fleet.partner.tenantId : customer.tenantId;
  const place = isOwnTenant ? fleet.partner.locate(["partner", "tenantId"]).file : customer.position().file;
  onStep("tenant and clock");
  const [tenant, clock] = await checkTenant({ tenantId, place }, endpoints, net, now);
  onStep("sign-in");
  const { access } = customerFor(purpose, customer);
  const clientId = access.model === "customer-app" ? access.clientId : undefined;
  const credentialIn = async (id: string, client?: string): Promise<TokenCredential> =>
    net.credential ??
    (await credentialFor(
      { tenantId: id, ...(client === undefined ? {} : { clientId: client }) },
      endpoints,
      env,
    ));
  const credential = await credentialIn(tenantId, clientId);
  const signIn =
    tenant.status === "ok"
      ? await checkSignIn(tenantId, endpoints, credential)
      : unknown("sign-in", "not checked: the tenant is required");
  onStep("roles");
  const [seen, roles] =
    signIn.status === "ok"
      ? await checkAccess(fleet, subscription, purpose, endpoints, net, credential)
      : notAsked("the sign-in failed");
  onStep("backend");
  const backend = await checkBackend({
    fleet,
    endpoints,
    net,
    env,
    credential: signIn.status === "ok" ? await credentialIn(fleet.partner.tenantId) : undefined,
    outdir,
  });
  return [tenant, clock, signIn, seen, roles, backend];
}
