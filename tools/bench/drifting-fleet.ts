import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { jsonOf, type Send, sender } from "../../src/azure/send.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem, parseCalendarDate } from "../../src/fleet/index.ts";
import { DEPLOYER_CLIENT_ID, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { builtStack } from "../../src/synthesis/stack-evidence.ts";
import { azapiStackOf, stateOf, writesOf } from "./azapi-stack.ts";
import { customerTenant, PARTNER_TENANT, subscriptionId, writeFleet } from "./generated-fleet.ts";

const STUB = fileURLToPath(new URL("../../../test/enforce/support/stub-terraform.cjs", import.meta.url));
const Content = z.looseObject({
  resources: z.array(
    z.looseObject({ type: z.string(), content: z.looseObject({ properties: z.looseObject({}) }) }),
  ),
});
type Content = z.infer<typeof Content>;

/** Ways in which a subscription differs from its declaration. */
const WAYS: readonly ((content: Content) => void)[] = [
  (content) => {
    content.resources = content.resources.filter(({ type }) => !type.endsWith("/budgets"));
  },
  ({ resources }) => {
    for (const { content, type } of resources)
      if (type.endsWith("/budgets")) content.properties["amount"] = 99_999;
  },
  ({ resources }) => {
    for (const { content, type } of resources)
      if (type.endsWith("/securityContacts")) content.properties["emails"] = "";
  },
];

/**
 * A deployed fleet of subscriptions of one shape in files: stacks, states and the resources in Azure. The sandbox
 * creates the resources of one subscription; the others are copies with their own ids.
 */
export class DriftingFleet {
  readonly root: string;
  readonly subscriptions: number;
  /** The number of resources that a stack declares. */
  readonly resources: number;
  readonly #content: string;

  private constructor(root: string, subscriptions: number, resources: number, content: string) {
    this.root = root;
    this.subscriptions = subscriptions;
    this.resources = resources;
    this.#content = content;
  }

  static async make(root: string, subscriptions: number): Promise<DriftingFleet> {
    const now = new Date();
    const today = parseCalendarDate(now.toISOString().slice(0, 10));
    if (today === undefined) throw new Error("the machine's clock has no valid date");
    writeFleet(join(root, "fleet"), subscriptions);
    const loaded = loadFleet(join(root, "fleet"), { today });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    const [first] = loaded.fleet.subscriptions;
    if (first === undefined) throw new Error("a fleet has a subscription");
    const stack = azapiStackOf(builtStack(loaded.fleet, first), now.toISOString().slice(0, 7));
    const writes = writesOf(stack);
    const sample = join(root, "sample");
    const sandbox = await startSandbox({ stateFolder: sample, directory: directoryOf(1) });
    try {
      const send = await sender({ certificateAuthority: sandbox.certificate });
      const token = await signIn(sandbox, send);
      for (const { apiVersion, body, path } of writes) {
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
        const url = `${sandbox.origin}${path}?api-version=${apiVersion}`;
        const answer = await send({ method: "PUT", url, headers, body: JSON.stringify(body) });
        if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      }
    } finally {
      await sandbox.close();
    }
    const content = readFileSync(join(sample, "subscriptions", `${subscriptionId(0)}.json`), "utf8");
    const made = new DriftingFleet(root, subscriptions, writes.length, content);
    made.#writeStacks(JSON.stringify(stack), JSON.stringify(stateOf(stack)));
    copyFileSync(STUB, join(root, "terraform"));
    chmodSync(join(root, "terraform"), 0o755);
    return made;
  }

  #writeStacks(stack: string, state: string): void {
    const ids = Array.from({ length: this.subscriptions }, (_, index) => subscriptionId(index));
    for (const id of ids) {
      const folder = join(this.root, "cdktf.out", "stacks", id);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), stack.replaceAll(subscriptionId(0), id));
      writeFileSync(join(folder, "state.json"), state.replaceAll(subscriptionId(0), id));
    }
    const stacks = Object.fromEntries(ids.map((id) => [id, { name: id }]));
    writeFileSync(join(this.root, "cdktf.out", "manifest.json"), JSON.stringify({ stacks }));
  }

  /** An Azure in which a number of subscriptions, spread over the fleet, have drifted; ARM's limits are on. */
  async azure(drifted: number): Promise<Sandbox> {
    const folder = join(this.root, "azure");
    mkdirSync(join(folder, "subscriptions"), { recursive: true });
    const every = drifted === 0 ? Number.POSITIVE_INFINITY : Math.floor(this.subscriptions / drifted);
    let broken = 0;
    for (let index = 0; index < this.subscriptions; index += 1) {
      const id = subscriptionId(index);
      let text = this.#content.replaceAll(subscriptionId(0), id);
      if (index % every === 0 && broken < drifted) {
        const content = Content.parse(JSON.parse(text));
        WAYS[broken % WAYS.length]?.(content);
        text = JSON.stringify(content);
        broken += 1;
      }
      writeFileSync(join(folder, "subscriptions", `${id}.json`), text);
    }
    return startSandbox({ stateFolder: folder, directory: directoryOf(this.subscriptions), limits: true });
  }
}

function directoryOf(count: number) {
  const subscriptions = Array.from({ length: count }, (_, index) => ({
    id: subscriptionId(index),
    displayName: `subscription-${index}`,
    tenantId: customerTenant(index),
    managedByTenantId: PARTNER_TENANT,
  }));
  return { defaultTenantId: PARTNER_TENANT, subscriptions };
}

async function signIn(sandbox: Sandbox, send: Send): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: DEPLOYER_CLIENT_ID,
    client_secret: "sandbox",
    scope: `${sandbox.origin}/.default`,
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const url = `${sandbox.origin}/${PARTNER_TENANT}/oauth2/v2.0/token`;
  const answer = await send({ method: "POST", url, headers, body: String(form) });
  return z.object({ access_token: z.string() }).parse(jsonOf(answer)).access_token;
}
