import { App, disableCreationStacks, TerraformStack } from "#engine";
import { type RenderedStack, renderStack } from "../engine/render.ts";
import { forgettingTokens } from "../engine/token-scope.ts";
import { type Finding, type FindingsSummary, FindingsTally } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription } from "../inventory/index.ts";
import { SubscriptionStack } from "../stacks/index.ts";
import { type BuildResult, Gate, type GateOptions } from "./gate.ts";
import { type ManifestEntry, manifestJson } from "./manifest.ts";
import { OutputFolder } from "./output-folder.ts";
import { stableJson } from "./stable-json.ts";

/**
 * Builds the stack of one subscription into the app that it is handed: exactly one, with the subscription's id
 * as its own. The app is new for each subscription, so nothing built for one can refer to another; nothing of the
 * engine's may be kept from one call for the next.
 */
export type BuildStack = (app: App, subscription: Subscription, fleet: Fleet) => void;

export interface SynthesizeOptions {
  /** The folder to write, such as `cdktf.out`. */
  readonly outdir: string;
  /** The day on which budgets and exceptions are judged; it leaves no trace in a stack. */
  readonly today: CalendarDate;
  /** The subscriptions to synthesize. @default all of the fleet */
  readonly subscriptions?: readonly Subscription[];
  /** @default a {@link SubscriptionStack} */
  readonly build?: BuildStack;
  /** @default the catalogue */
  readonly controls?: GateOptions["controls"];
  /** Called with all findings of each subscription, as they come. @default nothing */
  readonly onSubscription?: (subscription: Subscription, findings: readonly Finding[]) => void;
}

export interface SynthesisResult {
  /** Whether the gate let it pass. If not, the output folder is as it was before. */
  readonly passed: boolean;
  readonly summary: FindingsSummary;
  /** Findings that are neither passed nor excepted. */
  readonly open: readonly Finding[];
}

/**
 * Synthesizes a stack for every subscription and judges each by what it resolves to. Only when nothing is open
 * does the output folder change, all of it at once. A stack is built, judged, written and let go, so memory does
 * not grow with the fleet.
 *
 * @throws when the output folder cannot be written
 */
export function synthesizeFleet(fleet: Fleet, options: SynthesizeOptions): SynthesisResult {
  disableCreationStacks();
  const { build = defaultBuild, controls, outdir, subscriptions = fleet.subscriptions, today } = options;
  const gate = new Gate({ today, ...(controls === undefined ? {} : { controls }) });
  const output = new OutputFolder(outdir);
  try {
    const tally = new FindingsTally();
    const open: Finding[] = [];
    const entries: ManifestEntry[] = [];
    for (const subscription of subscriptions) {
      const built = buildStacks(output.staging, build, subscription, fleet);
      const findings = gate.judge(subscription, built);
      tally.add(findings);
      open.push(...findings.filter(({ status }) => status === "fail" || status === "unknown"));
      options.onSubscription?.(subscription, findings);
      const [stack] = "stacks" in built ? built.stacks : [];
      if (open.length > 0 || stack === undefined) continue;
      output.writeStack(stack.id, stack.text);
      entries.push({ id: stack.id, constructPath: stack.path, annotations: stack.annotations });
    }
    const passed = open.length === 0;
    if (passed) output.commit(manifestJson(entries));
    else output.discard();
    return { passed, summary: tally.summary(), open };
  } catch (error) {
    output.discard();
    throw error;
  }
}

const defaultBuild: BuildStack = (app, subscription, fleet) => {
  new SubscriptionStack(app, { fleet, subscription });
};

interface BuiltStack extends RenderedStack {
  readonly id: string;
  readonly text: string;
  /** The construct's path in its app. */
  readonly path: string;
}

/** All stacks that the builder makes; what it throws is said of the subscription. */
function buildStacks(
  outdir: string,
  build: BuildStack,
  subscription: Subscription,
  fleet: Fleet,
): BuildResult<BuiltStack> {
  try {
    return forgettingTokens(() => {
      const app = new App({ outdir, stackTraces: false });
      build(app, subscription, fleet);
      const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
      return { stacks: stacks.map(render) };
    });
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function render(stack: TerraformStack): BuiltStack {
  const rendered = renderStack(stack);
  return { id: stack.node.id, path: stack.node.path, text: stableJson(rendered.json), ...rendered };
}
