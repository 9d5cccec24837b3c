import { setImmediate } from "node:timers/promises";
import { idsOf, namesOf, type TextNames } from "../controls/shape.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import { type Finding, type FindingsSummary, FindingsTally, findingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription, Tenant } from "../fleet/index.ts";
import { isRecord } from "../text/json.ts";
import { type BuildStack, defaultBuild } from "./build-stacks.ts";
import { FleetKeys, removeFleetKeys, writeFleetKeys } from "./fleet-keys.ts";
import { Gate, type GateOptions } from "./gate.ts";
import { InputsKeys } from "./inputs-key.ts";
import { type ManifestEntry, manifestJson } from "./manifest.ts";
import { OutputFolder } from "./output-folder.ts";
import { isOpen, type PartResult, synthesizePart } from "./part.ts";
import { StackCache } from "./stack-cache.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";
import { synthesizeTenant, type TenantResult } from "./tenant.ts";
import { partsOf, synthesizeInWorker, threadsFor } from "./workers.ts";

export interface SynthesizeOptions {
  /** The folder to write, such as `cdktf.out`. */
  readonly outdir: string;
  /** The day against which budgets and exceptions are judged; it is not written to a stack. */
  readonly today: CalendarDate;
  /**
   * The subscriptions to synthesize; a tenant's stack is built with its customer's first.
   *
   * @default - all of the fleet
   */
  readonly subscriptions?: readonly Subscription[];
  /** @default - a SubscriptionStack */
  readonly build?: BuildStack;
  /** @default - the catalogue */
  readonly controls?: GateOptions["controls"];
  /**
   * Identifies the code that builds stacks. With it, stacks in the output folder that were made from the same inputs
   * by the same code are not built again.
   *
   * @default - everything is built
   */
  readonly codeVersion?: string;
  /** Called with all findings of each subscription, in the order of the subscriptions. @default - nothing */
  readonly onSubscription?: (subscription: Subscription, findings: readonly Finding[]) => void;
  /**
   * Called instead for a subscription that passes all controls, with their number. Much faster when passed findings are
   * not needed.
   *
   * @default - onSubscription is called for all
   */
  readonly onPassed?: (subscription: Subscription, controls: number) => void;
}

export interface ParallelOptions extends Omit<SynthesizeOptions, "controls"> {
  /** The fleet's folder: each worker loads the fleet itself. */
  readonly fleetFolder: string;
  /** Called while stacks are built, with the number so far. @default - nothing */
  readonly onProgress?: (built: number, toBuild: number) => void;
}

export interface SynthesisResult {
  /** Whether the fleet passed the gate. If not, the output folder is unchanged. */
  readonly passed: boolean;
  readonly summary: FindingsSummary;
  /** Findings that are neither passed nor excepted. */
  readonly open: readonly Finding[];
  /** The number of stacks built; the others were in place already. */
  readonly built: number;
}

/**
 * Synthesizes a stack for every subscription and judges each by its resolved content. The output folder changes only
 * when no finding is open, and completely. Each stack is built, judged, written and released, so memory does not grow
 * with the fleet.
 *
 * @throws when the output folder cannot be written
 */
export function synthesizeFleet(fleet: Fleet, options: SynthesizeOptions): SynthesisResult {
  const synthesis = new Synthesis(fleet, options);
  return synthesis.settle(() => {
    const { build = defaultBuild, controls, today } = options;
    const part = {
      staging: synthesis.staging,
      today,
      build,
      ...(controls === undefined ? {} : { controls }),
    };
    for (const result of synthesizePart(fleet, synthesis.missing, part)) synthesis.take(result);
    return synthesis.finish();
  });
}

/**
 * Synthesizes the fleet on all cores, if there are enough stacks to build. The running program must be the app itself,
 * and call this function again in each worker: see synthesizeInWorker.
 */
export async function synthesizeFleetInParallel(
  fleet: Fleet,
  options: ParallelOptions,
): Promise<SynthesisResult> {
  const synthesis = new Synthesis(fleet, options);
  const { missing, staging } = synthesis;
  const { build = defaultBuild, fleetFolder, today } = options;
  let built = 0;
  const take = (result: PartResult) => {
    synthesis.take(result);
    built += 1;
    options.onProgress?.(built, missing.length);
  };
  try {
    const [own = [], ...others] = partsOf(missing, threadsFor(missing.length));
    const workers = others.map((part) =>
      synthesizeInWorker({ fleet: fleetFolder, staging, today, ids: part.map(({ id }) => id) }, take),
    );
    const work = synthesizePart(fleet, own, { staging, today, build });
    await Promise.all([...workers, takingTurns(work, take)]);
  } catch (error) {
    synthesis.abandon();
    throw error;
  }
  return synthesis.settle(() => synthesis.finish());
}

/** Works through a part, and regularly lets results of other parts in. */
async function takingTurns(work: Iterable<PartResult>, take: (result: PartResult) => void): Promise<void> {
  let done = 0;
  for (const result of work) {
    take(result);
    done += 1;
    if (done % 50 === 0) await setImmediate();
  }
}

/** The state of a synthesis. */
class Synthesis {
  readonly #options: SynthesizeOptions;
  readonly #subscriptions: readonly Subscription[];
  readonly #output: OutputFolder;
  readonly #gate: Gate;
  readonly #cache: StackCache | undefined;
  readonly #fleetKeys: FleetKeys;
  readonly #inputs: InputsKeys | undefined;
  /** The text keys of the stacks that are in place, pass, and need not be built. */
  readonly #reused = new Map<string, TextNames>();
  readonly #results = new Map<string, PartResult>();
  readonly #fleet: Fleet;
  /** The tenants by the subscription with which each is built. */
  readonly #tenants: ReadonlyMap<string, Tenant>;
  /** The subscriptions whose stacks must be built. */
  readonly missing: readonly Subscription[];

  constructor(fleet: Fleet, options: SynthesizeOptions) {
    const { codeVersion, controls, outdir, subscriptions = fleet.subscriptions, today } = options;
    this.#options = options;
    this.#fleet = fleet;
    this.#tenants = new Map(fleet.tenants.map((tenant) => [tenant.subscription.id, tenant]));
    this.#subscriptions = subscriptions;
    this.#output = new OutputFolder(outdir);
    this.#gate = new Gate({ fleet, today, ...(controls === undefined ? {} : { controls }) });
    this.#fleetKeys = new FleetKeys(fleet);
    if (codeVersion !== undefined) {
      this.#cache = new StackCache(outdir);
      this.#inputs = new InputsKeys(this.#fleetKeys, codeVersion);
    }
    this.missing = subscriptions.filter((subscription) => !this.#isThere(subscription));
  }

  get staging(): string {
    return this.#output.staging;
  }

  /** Records the result of a subscription whose stack had to be built. */
  take(result: PartResult): void {
    this.#results.set(result.id, result);
  }

  /** Judges everything in order, and moves the output into place if no finding is open. */
  finish(): SynthesisResult {
    const tally = new FindingsTally();
    const passing = { subscriptions: 0, controls: 0 };
    const open: Finding[] = [];
    const entries: ManifestEntry[] = [];
    for (const subscription of this.#subscriptions) {
      const outcome = this.#outcome(subscription);
      const tenant = this.#tenant(subscription);
      for (const { entry } of [outcome, tenant ?? {}]) if (entry !== undefined) entries.push(entry);
      const beside = this.#filesBeside(subscription);
      const findings = beside.length > 0 ? beside : withTenant(outcome.findings, tenant);
      if (typeof findings === "number") {
        passing.subscriptions += 1;
        passing.controls += findings;
        this.#options.onPassed?.(subscription, findings);
      } else {
        tally.add(findings);
        open.push(...findings.filter(isOpen));
        this.#options.onSubscription?.(subscription, findings);
      }
    }
    const passed = open.length === 0;
    if (passed) {
      this.#commit(entries);
    } else {
      this.#output.discard();
    }
    const { covered, pass, subscriptions, ...others } = tally.summary();
    const summary = {
      subscriptions: subscriptions + passing.subscriptions,
      covered: covered + passing.subscriptions,
      pass: pass + passing.controls,
      ...others,
    };
    return { passed, summary, open, built: this.missing.length };
  }

  #commit(entries: readonly ManifestEntry[]): void {
    const { outdir } = this.#options;
    removeFleetKeys(outdir);
    this.#output.commit(manifestJson(entries));
    this.#cache?.save();
    writeFleetKeys(outdir, this.#fleetKeys.of(this.#fleet, this.#subscriptions));
  }

  /** Runs the rest of a synthesis; if it fails, the output folder is unchanged. */
  settle<Result>(rest: () => Result): Result {
    try {
      return rest();
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  abandon(): void {
    this.#output.discard();
  }

  /**
   * Whether the stack in place may stay: it was made from these inputs, its text is unchanged, and it passes.
   * Its text is read and judged each time, so that the cache cannot hide a changed stack.
   */
  #isThere(subscription: Subscription): boolean {
    const { id } = subscription;
    const name = this.#inputs && this.#cache?.find(id, this.#inputs.keyOf(subscription));
    const text = name === undefined ? undefined : this.#output.readStack(id);
    if (text === undefined) return false;
    const names = namesOf(text, idsOf(subscription));
    if (names.text !== name || !this.#passes(subscription, names.shape, text)) return false;
    this.#reused.set(id, names);
    return true;
  }

  #passes(subscription: Subscription, shape: string | undefined, text: string): boolean {
    if (this.#gate.passes(subscription, shape) !== undefined) return true;
    const json = parsedJson(text);
    if (json === undefined) return false;
    const findings = this.#gate.judgeShape(subscription, shape, () => ({
      id: subscription.id,
      text,
      json,
      errors: [],
    }));
    return !findings.some(isOpen);
  }

  #outcome(subscription: Subscription): Outcome {
    const { id } = subscription;
    const reused = this.#reused.get(id);
    if (reused !== undefined) {
      this.#output.keepStack(id);
      if (this.#inputs !== undefined) this.#cache?.keep(id, this.#inputs.keyOf(subscription), reused.text);
      const findings = this.#judge(subscription, reused.shape, () => this.#output.readStack(id) ?? "{}");
      return { findings, entry: { id, constructPath: id, annotations: [] } };
    }
    const result = this.#results.get(id);
    if (result === undefined) throw new Error(`subscription ${id} has no result`);
    if ("findings" in result) return { findings: result.findings };
    const { entry, names } = result.made;
    this.#output.addStaged(id);
    // A stack with annotations is built again each time, or its annotations would be lost.
    const plain = entry.annotations.length === 0 && entry.constructPath === id;
    if (plain && this.#inputs !== undefined) {
      this.#cache?.add(id, this.#inputs.keyOf(subscription), names.text);
    }
    return { findings: this.#judge(subscription, names.shape, () => this.#output.readStaged(id)), entry };
  }

  /** Builds the stack of a tenant that is built with this subscription: there are few, and each is small. */
  #tenant({ id }: Subscription): TenantResult | undefined {
    const tenant = this.#tenants.get(id);
    if (tenant === undefined) return undefined;
    const result = synthesizeTenant(this.#output.staging, tenant, this.#fleet);
    if (result.text !== undefined) this.#output.writeStack(tenant.id, result.text);
    return result;
  }

  /** Returns findings for files that Terraform would merge into a stack without a judgement. */
  #filesBeside(subscription: Subscription): readonly Finding[] {
    const tenant = this.#tenants.get(subscription.id);
    const stacks = tenant === undefined ? [subscription.id] : [subscription.id, tenant.id];
    return stacks
      .flatMap((id) => this.#output.filesBeside(id))
      .map((path) =>
        findingOf(subscription, STACK_CONTROL, {
          status: "fail",
          message: `Terraform would merge ${JSON.stringify(path)} into the stack, which is judged without it`,
          fix: "Remove the file, and declare its resources in main.ts",
        }),
      );
  }

  /** Reads only the first stack of a shape; the others have the same judgement. */
  #judge(subscription: Subscription, shape: string | undefined, read: () => string): Outcome["findings"] {
    const { onPassed, onSubscription } = this.#options;
    const passes =
      (onSubscription === undefined || onPassed !== undefined) && !this.#tenants.has(subscription.id)
        ? this.#gate.passes(subscription, shape)
        : undefined;
    if (passes !== undefined) return passes;
    return this.#gate.judgeShape(subscription, shape, () => {
      const text = read();
      return { id: subscription.id, text, json: JSON.parse(text), errors: [] };
    });
  }
}

/** Adds a tenant's findings to those of the subscription with which it is built. */
function withTenant(findings: Outcome["findings"], tenant: TenantResult | undefined): Outcome["findings"] {
  return tenant === undefined || typeof findings === "number" ? findings : [...findings, ...tenant.findings];
}

function parsedJson(text: string): SynthesizedStack["json"] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** The result of a subscription. */
interface Outcome {
  /** All findings, or their number when all have passed. */
  readonly findings: readonly Finding[] | number;
  /** The stack's entry in the manifest. */
  readonly entry?: ManifestEntry;
}
