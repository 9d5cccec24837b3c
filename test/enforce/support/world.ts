import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  AuditJudge,
  auditAzure,
  azureSources,
  DeclaredStacks,
  type JudgedSubscription,
  lastActivities,
  type SignIn,
  signIns,
} from "../../../src/audit/index.ts";
import { endpointsOf } from "../../../src/azure/endpoints.ts";
import { loadFleet } from "../../../src/controls/load-fleet.ts";
import { type EnforceOptions, type EnforceResult, enforce } from "../../../src/enforce/index.ts";
import { type Fleet, formatProblem, type Subscription } from "../../../src/fleet/index.ts";
import { findTerraform, Interruption, Progress, readOutput } from "../../../src/runner/index.ts";
import type { FaultProps } from "../../../src/sandbox/faults.ts";
import { type KnownSubscription, type Sandbox, sandboxEnvironment } from "../../../src/sandbox/index.ts";
import { builtStack } from "../../../src/synthesis/stack-evidence.ts";
import { type AzapiStack, azapiStackOf, stateOf, writesOf } from "../../../tools/bench/azapi-stack.ts";
import { BREAKS, type Break, breakIn } from "../../acceptance/breaks.ts";
import { credentialOf } from "../../audit/support/sandbox.ts";
import { type Heard, inProcess } from "../../cli/in-process.ts";
import { NoWaiting } from "../../runner/fake-stacks.ts";
import { type Client, startedClient } from "../../sandbox/client.ts";
import { fleetOf, PARTNER, TODAY } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const NOW = new Date("2026-11-24T12:00:00Z");
const MONTH = "2026-11";

/** The id of the n-th subscription, from 1. */
export function idOf(index: number): string {
  return `00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
}

export interface WorldOptions {
  /** Subscriptions. @default 10 */
  readonly count?: number;
  /** Of the partner's file, added at the end. */
  readonly partner?: string;
  /** Of the customer's file, added at the end. */
  readonly contoso?: string;
  /** Subscriptions that Azure has, and the fleet does not. */
  readonly more?: readonly KnownSubscription[];
}

/**
 * A fleet that was deployed into a sandbox by a stub of Terraform, each resource by azapi, and `enforce` on it with real audits,
 * reviews and runs.
 */
export class World {
  readonly root = temporaryFolder();
  readonly out = join(this.root, "cdktf.out");
  readonly plans = join(this.root, "plans");
  readonly fleetFolder = join(this.root, "fleet");
  readonly messages: string[] = [];
  readonly #client: Client;
  readonly #env: NodeJS.ProcessEnv;
  readonly #all: readonly SignIn[];
  #interruption = new Interruption();
  /** Commands at work. */
  #running = 0;
  fleet: Fleet;

  private constructor(fleet: Fleet, client: Client, all: readonly SignIn[]) {
    const binary = join(this.root, "terraform");
    copyFileSync(fileURLToPath(new URL("stub-terraform.cjs", import.meta.url)), binary);
    chmodSync(binary, 0o755);
    this.fleet = fleet;
    this.#client = client;
    this.#all = all;
    this.#env = {
      PATH: process.env["PATH"],
      HOME: this.root,
      TERRAFORM_BINARY_NAME: binary,
      STUB_ORIGIN: client.sandbox.origin,
      STUB_TENANT: PARTNER_TENANT,
      STUB_TRACE: join(this.root, "trace"),
      NODE_NO_WARNINGS: "1",
    };
  }

  static async start({
    contoso: more = "",
    count = 10,
    more: unmanaged = [],
    partner: settings = "",
  }: WorldOptions = {}): Promise<World> {
    const indices = Array.from({ length: count }, (_, at) => at + 1);
    const entries = indices.map((index) => `  - { id: ${idOf(index)}, name: app-${index} }\n`);
    const contoso = `customer: contoso\ndisplayName: Contoso\ntenantId: ${TENANT}\nsubscriptions:\n${entries.join("")}${more}`;
    const partner = `${PARTNER.replace(", startMonth: 2026-12", "")}${settings}`;
    const fleet = fleetOf({ partner, contoso });
    const subscriptions = indices.map((index) => {
      const id = idOf(index);
      return { id, displayName: `app-${index}`, tenantId: TENANT, managedByTenantId: PARTNER_TENANT };
    });
    const client = await startedClient({
      now: () => NOW,
      directory: { defaultTenantId: PARTNER_TENANT, subscriptions: [...subscriptions, ...unmanaged] },
    });
    const world = new World(fleet, client, await signedIn(fleet, client.sandbox));
    world.write("partner.yaml", partner);
    world.write("customers/contoso.yaml", contoso);
    world.declare();
    for (const subscription of fleet.subscriptions) await world.#deploy(subscription);
    return world;
  }

  /** Writes the stacks of the fleet. */
  declare(fleet: Fleet = this.fleet): void {
    this.fleet = fleet;
    const manifest = Object.fromEntries(fleet.subscriptions.map(({ id }) => [id, { name: id }]));
    for (const subscription of fleet.subscriptions) {
      mkdirSync(join(this.out, "stacks", subscription.id), { recursive: true });
      writeFileSync(
        this.#file(subscription.id, "cdk.tf.json"),
        JSON.stringify(azapiStackOf(builtStack(fleet, subscription), MONTH)),
      );
    }
    writeFileSync(join(this.out, "manifest.json"), JSON.stringify({ stacks: manifest }));
  }

  /** Writes a file of the fleet, for commands. */
  write(path: string, text: string): void {
    const file = join(this.fleetFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Writes the stacks of the fleet as its files are now. */
  declareAgain(): void {
    const loaded = loadFleet(this.fleetFolder, { today: TODAY });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    this.declare(loaded.fleet);
  }

  /** `csp-baseline`, signed in to the sandbox. */
  async command(verb: string, ...args: readonly string[]): Promise<Heard> {
    return this.commandWith({}, verb, ...args);
  }

  /** The same with other variables of the environment. */
  async commandWith(
    env: Readonly<Record<string, string>>,
    verb: string,
    ...args: readonly string[]
  ): Promise<Heard> {
    const { port, tenantId } = this.sandbox;
    const environment = sandboxEnvironment({ port, tenantId, bundleFile: "", extraCertificatesFile: "" });
    const own = Object.fromEntries(Object.entries(this.#env).map(([name, value]) => [name, value ?? ""]));
    // In a process of its own, NODE_EXTRA_CA_CERTS names the sandbox's certificate; it is read only at the start.
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    this.#running += 1;
    try {
      return await inProcess([verb, "--fleet", this.fleetFolder, ...args], {
        ...environment,
        ...own,
        CDKTF_OUTDIR: this.out,
        ...env,
      });
    } finally {
      this.#running -= 1;
      if (this.#running === 0) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    }
  }

  #file(id: string, name: string): string {
    return join(this.out, "stacks", id, name);
  }

  /** Adds the stack's resources to Azure and to its state. */
  async #deploy({ id }: Subscription): Promise<void> {
    const stack: AzapiStack = JSON.parse(readFileSync(this.#file(id, "cdk.tf.json"), "utf8"));
    const token = await this.#client.token(PARTNER_TENANT);
    for (const { apiVersion, body, path } of writesOf(stack)) {
      const answer = await this.#client.arm(`PUT ${path}@${apiVersion}`, { token, body });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    writeFileSync(this.#file(id, "state.json"), JSON.stringify(stateOf(stack)));
  }

  /** Breaks a subscription in one of the ten ways, from 0. */
  async break(index: number, way: number): Promise<void> {
    const one = BREAKS[way];
    if (one === undefined) throw new Error(`there is no break ${way}`);
    await breakIn(this.#client, idOf(index), PARTNER_TENANT, one);
  }

  /** Changes a resource of a subscription out of band. @param path below the subscription, with its API version */
  async change(index: number, path: string, change: NonNullable<Break["change"]>): Promise<void> {
    await breakIn(this.#client, idOf(index), PARTNER_TENANT, { name: "a change", path, change });
  }

  /** Makes a resource out of band. @param path below the subscription, with its API version */
  async create(index: number, path: string, body: object): Promise<void> {
    const token = await this.#client.token(PARTNER_TENANT);
    const made = await this.#client.arm(`PUT /subscriptions/${idOf(index)}/${path}`, { token, body });
    if (made.status >= 300) throw new Error(`${path}: ${made.status} ${JSON.stringify(made.body)}`);
  }

  /** The errors of the stub in a stack, in order. */
  faults(index: number, faults: Readonly<Record<string, readonly string[]>>): void {
    writeFileSync(this.#file(idOf(index), "faults.json"), JSON.stringify(faults));
  }

  /** A fault of the sandbox. */
  fault(fault: FaultProps): void {
    this.#client.sandbox.addFault(fault);
  }

  get sandbox(): Sandbox {
    return this.#client.sandbox;
  }

  /** How often a verb of Terraform ran since the world began. */
  runs(verb: string): number {
    const trace = this.#env["STUB_TRACE"] ?? "";
    if (!existsSync(trace)) return 0;
    return readFileSync(trace, "utf8")
      .split("\n")
      .filter((line) => line.startsWith(`${verb} `)).length;
  }

  interrupt(): void {
    this.#interruption.stop();
  }

  /** `enforce`, with safe plans applied unless the options say otherwise. */
  async enforce(
    options: Partial<EnforceOptions> & { readonly resume?: boolean } = {},
  ): Promise<EnforceResult> {
    const output = readOutput(this.out);
    this.#interruption = new Interruption();
    const waiting = new NoWaiting();
    const { resume = false, ...rest } = options;
    const screen = {
      write: () => {},
      live: false,
      columns: () => 80,
      style: (_: unknown, text: string) => text,
    };
    return enforce({
      fleet: this.fleet,
      today: TODAY,
      now: () => NOW,
      subscriptions: this.fleet.subscriptions,
      tenants: this.fleet.tenants,
      apply: true,
      max: "10",
      run: {
        output,
        plans: this.plans,
        terraform: findTerraform(this.#env),
        parallelism: 4,
        resume,
        waiting,
        interruption: this.#interruption,
        progress: new Progress(screen, waiting.now, (id) => id),
        nameOf: () => undefined,
      },
      audit: (subscriptions, fresh) => this.audit(subscriptions, fresh),
      activities: ({ id }, resources) =>
        lastActivities(this.#all[0]?.connection ?? missing(), id, resources, NOW),
      say: (text) => void this.messages.push(text),
      ...rest,
    });
  }

  /** A live audit with drift, as the command makes it. */
  async audit(subscriptions: readonly Subscription[] = this.fleet.subscriptions, fresh = false) {
    const judged = new Map<string, JudgedSubscription>();
    const declared = new DeclaredStacks(this.fleet, this.out);
    const result = await auditAzure(this.fleet, {
      subscriptions,
      isWanted: () => true,
      judge: new AuditJudge({ today: TODAY, declared, passes: false, drift: true }),
      signIns: this.#all,
      sources: azureSources(this.#all, fresh ? ["arm"] : ["arm", "graph"]),
      onFindings: () => {},
      onSubscription: ({ id }, one) => judged.set(id, one),
    });
    return { subscriptions: judged, unmanaged: result.coverage.unmanaged };
  }
}

function missing(): never {
  throw new Error("no one is signed in");
}

function signedIn(fleet: Fleet, sandbox: Sandbox): Promise<SignIn[]> {
  const endpoints = endpointsOf({
    CSP_BASELINE_ARM_ENDPOINT: sandbox.origin,
    CSP_BASELINE_PARTNER_CENTER_ENDPOINT: sandbox.origin,
  });
  return signIns(fleet, {
    endpoints,
    env: {},
    credential: credentialOf(sandbox),
    certificateAuthority: sandbox.certificate,
  });
}
