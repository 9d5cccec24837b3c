import { setImmediate } from "node:timers/promises";
import { idsOf, namesOf, type TextNames } from "../controls/shape.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import { isRecord } from "../evidence/json.ts";
import { type Finding, type FindingsSummary, FindingsTally, findingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription, Tenant } from "../fleet/index.ts";
import { type BuildStack, defaultBuild } from "./build-stacks.ts";
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
  /** The day on which budgets and exceptions are judged; it leaves no trace in a stack. */
  readonly today: CalendarDate;
  /** The subscriptions to synthesize; the stack of a tenant goes with its customer's first. @default all of the fleet */
  readonly subscriptions?: readonly Subscription[];
  /** @default a SubscriptionStack */
  readonly build?: BuildStack;
  /** @default the catalogue */
  readonly controls?: GateOptions["controls"];
  /**
   * Names the code that builds stacks. With it, stacks that the output folder has already, made from the same inputs
   * by the same code, are not built again. @default everything is built
   */
  readonly codeVersion?: string;
  /** Called with all findings of each subscription, in the order of the subscriptions. @default nothing */
  readonly onSubscription?: (subscription: Subscription, findings: readonly Finding[]) => void;
  /**
   * Called instead for a subscription that passes all controls, with their number: much faster, where nobody wants
   * to see findings of that kind. @default onSubscription is called for all
   */
  readonly onPassed?: (subscription: Subscription, controls: number) => void;
}

export interface ParallelOptions extends Omit<SynthesizeOptions, "controls"> {
  /** Where the fleet was loaded from: each worker loads it itself. */
  readonly fleetFolder: string;
  /** Called as stacks are built, with the number so far. @default nothing */
  readonly onProgress?: (built: number, toBuild: number) => void;
}

export interface SynthesisResult {
  /** Whether the gate let it pass. If not, the output folder is as it was before. */
  readonly passed: boolean;
  readonly summary: FindingsSummary;
  /** Findings that are neither passed nor excepted. */
  readonly open: readonly Finding[];
  /** Stacks that were built; the others were there already. */
  readonly built: number;
}

/**
 * Synthesizes a stack for every subscription and judges each by what it resolves to. Only when nothing is open
 * does the output folder change, all of it at once. A stack is built, judged, written and let go, so memory does
 * not grow with the fleet.
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
 * The same over all cores, where there is enough to build. The program that runs must be the app itself, calling this
 * again in each worker: see synthesizeInWorker.
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

/** Works through a part, and now and then lets what came from others in. */
async function takingTurns(work: Iterable<PartResult>, take: (result: PartResult) => void): Promise<void> {
  let done = 0;
  for (const result of work) {
    take(result);
    done += 1;
    if (done % 50 === 0) await setImmediate();
  }
}

/** What is known between the start of a synthesis and its end. */
class Synthesis {
  readonly #options: SynthesizeOptions;
  readonly #subscriptions: readonly Subscription[];
  readonly #output: OutputFolder;
  readonly #gate: Gate;
  readonly #cache: StackCache | undefined;
  readonly #inputs: InputsKeys | undefined;
  /** What the stacks are known by that are in place, pass, and need not be built. */
  readonly #reused = new Map<string, TextNames>();
  readonly #results = new Map<string, PartResult>();
  readonly #fleet: Fleet;
  /** By the subscription that each goes with. */
  readonly #tenants: ReadonlyMap<string, Tenant>;
  /** The subscriptions whose stacks are to be built. */
  readonly missing: readonly Subscription[];

  constructor(fleet: Fleet, options: SynthesizeOptions) {
    const { codeVersion, controls, outdir, subscriptions = fleet.subscriptions, today } = options;
    this.#options = options;
    this.#fleet = fleet;
    this.#tenants = new Map(fleet.tenants.map((tenant) => [tenant.subscription.id, tenant]));
    this.#subscriptions = subscriptions;
    this.#output = new OutputFolder(outdir);
    this.#gate = new Gate({ fleet, today, ...(controls === undefined ? {} : { controls }) });
    if (codeVersion !== undefined) {
      this.#cache = new StackCache(outdir);
      this.#inputs = new InputsKeys(fleet, codeVersion);
    }
    this.missing = subscriptions.filter((subscription) => !this.#isThere(subscription));
  }

  get staging(): string {
    return this.#output.staging;
  }

  /** Notes what became of a subscription whose stack was to be built. */
  take(result: PartResult): void {
    this.#results.set(result.id, result);
  }

  /** Judges everything, in order, and puts the output in place if nothing is open. */
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
      const said = beside.length > 0 ? beside : withTenant(outcome.said, tenant);
      if (typeof said === "number") {
        passing.subscriptions += 1;
        passing.controls += said;
        this.#options.onPassed?.(subscription, said);
      } else {
        tally.add(said);
        open.push(...said.filter(isOpen));
        this.#options.onSubscription?.(subscription, said);
      }
    }
    const passed = open.length === 0;
    if (passed) {
      this.#output.commit(manifestJson(entries));
      this.#cache?.save();
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

  /** Runs the rest of a synthesis; whatever it throws, the output folder is left as it was. */
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
   * Whether the stack that is in place may stay: it was made from these inputs, it reads as it was made, and it passes.
   * Its text is read and judged each time, so that the cache cannot vouch for a stack.
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
      const said = this.#judge(subscription, reused.shape, () => this.#output.readStack(id) ?? "{}");
      return { said, entry: { id, constructPath: id, annotations: [] } };
    }
    const result = this.#results.get(id);
    if (result === undefined) throw new Error(`nothing came of subscription ${id}`);
    if ("findings" in result) return { said: result.findings };
    const { entry, names } = result.made;
    this.#output.addStaged(id);
    // A stack with annotations is built anew each time, or its annotations would be lost.
    const plain = entry.annotations.length === 0 && entry.constructPath === id;
    if (plain && this.#inputs !== undefined) {
      this.#cache?.add(id, this.#inputs.keyOf(subscription), names.text);
    }
    return { said: this.#judge(subscription, names.shape, () => this.#output.readStaged(id)), entry };
  }

  /** Builds the stack of a tenant that goes with this subscription: there are few, and each is small. */
  #tenant({ id }: Subscription): TenantResult | undefined {
    const tenant = this.#tenants.get(id);
    if (tenant === undefined) return undefined;
    const result = synthesizeTenant(this.#output.staging, tenant, this.#fleet);
    if (result.text !== undefined) this.#output.writeStack(tenant.id, result.text);
    return result;
  }

  /** Findings on files that Terraform would merge into a stack, though no one has judged them. */
  #filesBeside(subscription: Subscription): readonly Finding[] {
    const tenant = this.#tenants.get(subscription.id);
    const stacks = tenant === undefined ? [subscription.id] : [subscription.id, tenant.id];
    return stacks
      .flatMap((id) => this.#output.filesBeside(id))
      .map((path) =>
        findingOf(subscription, STACK_CONTROL, {
          status: "fail",
          message: `Terraform would merge ${JSON.stringify(path)} into the stack, which is judged without it`,
          fix: "Remove the file, and declare in main.ts what it holds",
        }),
      );
  }

  /** Of a shape only the first stack is read; the others are judged as it was. */
  #judge(subscription: Subscription, shape: string | undefined, read: () => string): Outcome["said"] {
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

/** A tenant's findings are said with those of the subscription that it goes with. */
function withTenant(said: Outcome["said"], tenant: TenantResult | undefined): Outcome["said"] {
  return tenant === undefined || typeof said === "number" ? said : [...said, ...tenant.findings];
}

function parsedJson(text: string): SynthesizedStack["json"] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** What became of a subscription. */
interface Outcome {
  /** All findings, or how many there are when all have passed. */
  readonly said: readonly Finding[] | number;
  /** Where its stack is to be in the manifest. */
  readonly entry?: ManifestEntry;
}
