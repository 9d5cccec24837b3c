import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AuditJudge,
  auditAzure,
  azureSources,
  DeclaredStacks,
  type JudgedSubscription,
  lastActivities,
  type SignIn,
  signIns,
} from "../../audit/index.ts";
import { type Audited, type EnforceResult, enforce, readEnforceResult } from "../../enforce/index.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import { Interruption, listenForSignals } from "../../runner/index.ts";
import type { BuildStack } from "../../synthesis/index.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import { commandError } from "../command-error.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { fleetFolder, openFleet, today } from "../fleet-input.ts";
import { outdated, type RunOptions, readRunInput, runnerSettings, selectStacks } from "../run-input.ts";
import { readSelection, saySelected, selectSubscriptions, selectTenants } from "../selection.ts";
import { whySignedOut } from "../signed-out.ts";
import { proposeManaging } from "./propose.ts";
import { humanReport, markdownReport } from "./report.ts";

export interface EnforceOptions
  extends Omit<RunOptions, "format" | "findings" | "control" | "severity" | "status"> {
  /** A `findings/v1` file of an audit: only its subscriptions with open findings. @default - all subscriptions */
  readonly from?: string;
  /** `safe`: applies safe plans. @default - only shows plans */
  readonly apply?: "safe";
  /**
   * The maximum number of drifted subscriptions: `10`, or `5%`.
   *
   * @default - 20 or 1 %, whichever is smaller, and at least 3
   */
  readonly max?: string;
  /** An `enforce/v1` file: unchanged subscriptions that it could not repair are not tried again. */
  readonly since?: string;
  readonly format?: "human" | "json" | "markdown";
  /** @default - standard output */
  readonly output?: string;
  /** Only prints a patch of the fleet that adds unmanaged subscriptions. */
  readonly propose?: boolean;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** The files of an enforcement next to the plans. */
const RESULT_FILE = "enforce.json";

/** `csp-baseline enforce`: repairs the findings of an audit, within limits. */
export async function enforceFleet(options: EnforceOptions, console: Console): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  if (options.propose === true) {
    const azure = await LiveAzure.of(fleet, undefined, options, console);
    const { unmanaged } = await azure.audit([], false);
    if (azure.isBlind) {
      console.err("nothing is proposed: no source returned a subscription");
      return EXIT.outside;
    }
    const proposal = { unmanaged, incomplete: azure.incomplete };
    return proposeManaging(fleet, fleetFolder(options, console), proposal, console);
  }
  const { format: _, ...rest } = options;
  const input = readRunInput(rest, console);
  const { from } = options;
  const selection = readSelection({ ...rest, ...(from === undefined ? {} : { findings: from }) }, "--from");
  saySelected(selection, fleet, console);
  const older = outdated(input, selectStacks(input, selection));
  if (older !== undefined) throw new CommandError(older, EXIT.invalid);
  const before = options.resume === true ? earlierResult(join(input.plans, RESULT_FILE)) : undefined;
  const since = options.since === undefined ? undefined : earlierResult(options.since);
  const selected = selectSubscriptions(fleet, selection);
  const subscriptions = before === undefined ? selected : leftOf(before, selected);
  const interruption = new Interruption();
  const settings = runnerSettings(input, rest, interruption, console);
  const stopListening = listenForSignals(interruption, (text) => settings.progress.say(text));
  try {
    const azure = await LiveAzure.of(fleet, input.output.folder, options, console);
    const result = await enforce({
      fleet,
      today: today(console),
      now: () => console.now(),
      subscriptions,
      tenants: selectTenants(fleet, selection),
      apply: options.apply === "safe",
      ...(options.max === undefined ? {} : { max: options.max }),
      ...(since === undefined ? {} : { earlier: since }),
      run: settings,
      audit: (which, fresh) => azure.audit(which, fresh),
      activities: (subscription, resources) => azure.activities(subscription, resources),
      say: (text) => console.err(text),
    });
    const json = `${JSON.stringify(result, undefined, 2)}\n`;
    writeWhole(join(input.plans, RESULT_FILE), json);
    show(result, json, options, console);
    return exitCodeOf(result, azure.read);
  } catch (error) {
    throw commandError(error);
  } finally {
    stopListening();
  }
}

function earlierResult(path: string): EnforceResult {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CommandError(`there is no earlier result of enforce in ${path}`, EXIT.invalid);
  }
  const result = readEnforceResult(text);
  if (result !== undefined) return result;
  throw new CommandError(`${path} is not a result of enforce ("csp-baseline/enforce/v1")`, EXIT.invalid);
}

/** Returns the remaining work of an interrupted enforcement. */
function leftOf(
  { subscriptions }: EnforceResult,
  selected: readonly Subscription[],
): readonly Subscription[] {
  const left = new Set(
    subscriptions
      .filter(({ status }) => status !== "repaired" && status !== "gone")
      .map((one) => one.subscriptionId),
  );
  return selected.filter(({ id }) => left.has(id));
}

/** Reads Azure with the signed-in identities. */
class LiveAzure {
  readonly #fleet: Fleet;
  readonly #console: Console;
  readonly #all: readonly SignIn[];
  readonly #judge: AuditJudge;
  /** Subscriptions of which at least a part could be read, in all audits. */
  read = 0;
  /** Whether no source returned a subscription in the last audit. */
  isBlind = false;
  /** The sources whose list of subscriptions was not read completely, the last time, with the reason. */
  incomplete: readonly string[] = [];

  private constructor(fleet: Fleet, console: Console, all: readonly SignIn[], judge: AuditJudge) {
    this.#fleet = fleet;
    this.#console = console;
    this.#all = all;
    this.#judge = judge;
  }

  static async of(
    fleet: Fleet,
    folder: string | undefined,
    { build }: Pick<EnforceOptions, "build">,
    console: Console,
  ): Promise<LiveAzure> {
    const all = await signIns(fleet, { endpoints: readEndpoints(console), env: console.env });
    const declared = new DeclaredStacks(fleet, folder, build);
    const judge = new AuditJudge({ today: today(console), declared, passes: false, drift: true });
    return new LiveAzure(fleet, console, all, judge);
  }

  /** @param fresh whether to leave out Azure Resource Graph, whose data is minutes old */
  async audit(subscriptions: readonly Subscription[], fresh: boolean): Promise<Audited> {
    const judged = new Map<string, JudgedSubscription>();
    let done = 0;
    const result = await auditAzure(this.#fleet, {
      subscriptions,
      isWanted: () => true,
      judge: this.#judge,
      signIns: this.#all,
      sources: azureSources(this.#all, fresh ? ["arm"] : ["arm", "graph"]),
      onFindings: () => {
        done += 1;
        if (done % 100 === 0)
          this.#console.progress(`${count(done)} of ${counted(subscriptions.length, "subscription")}`);
      },
      onSubscription: (subscription, one) => judged.set(subscription.id, one),
    });
    this.#console.progress("");
    this.read += result.read;
    const signedOut = whySignedOut(result, this.#fleet);
    if (signedOut !== undefined) this.#console.err(signedOut);
    const { answers } = result.coverage;
    this.isBlind = answers.every((answer) => answer.subscriptions.length === 0);
    this.incomplete = answers
      .filter(({ complete }) => !complete)
      .map(({ complaints, name }) => `${name}: ${complaints.join("; ") || "not read completely"}`);
    return { subscriptions: judged, unmanaged: result.coverage.unmanaged };
  }

  async activities(subscription: Subscription, resources: readonly string[]) {
    const signIn = this.#all.find(({ shows }) => shows(subscription));
    if (signIn === undefined) return { byResource: new Map(), unread: "no identity sees the subscription" };
    return lastActivities(signIn.connection, subscription.id, resources, this.#console.now());
  }
}

function show(result: EnforceResult, json: string, options: EnforceOptions, console: Console): void {
  const text =
    options.format === "json"
      ? json
      : options.format === "markdown"
        ? markdownReport(result)
        : humanReport(result, console);
  if (options.output === undefined) console.out(text.replace(/\n$/, ""));
  else writeWhole(options.output, text.endsWith("\n") ? text : `${text}\n`);
}

/** Returns 3 when Terraform failed or nothing could be read, 1 when findings are left, otherwise 0. */
function exitCodeOf({ status, stopped, summary }: EnforceResult, read: number): ExitCode {
  if (status === "failed" || stopped?.by === "interruption") return EXIT.outside;
  if (read === 0 && summary.subscriptions > 0) return EXIT.outside;
  return status === "clean" || status === "repaired" ? EXIT.ok : EXIT.findings;
}
