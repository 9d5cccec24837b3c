import { findSubscription } from "../../fleet/find.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import { findTerraform } from "../../runner/index.ts";
import { asCommandError } from "../command-error.ts";
import { type Console, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { fleetFolder, openFleet } from "../fleet-input.ts";
import { onTerminal } from "../partner/confirm.ts";
import { cleanPilot } from "./clean.ts";
import { runOwn, StepFailure } from "./commands.ts";
import { type PilotEndpoint, startEndpoint } from "./endpoint.ts";
import { finish } from "./finish.ts";
import { PilotFolder } from "./folder.ts";
import { identityFor } from "./identity.ts";
import { Journey } from "./journey.ts";
import type { PilotOptions } from "./options.ts";
import { pilotPartner } from "./partner.ts";
import { writePilotFleet } from "./pilot-fleet.ts";
import { previewOf, showPreview } from "./preview.ts";
import { PilotSteps } from "./steps.ts";

/**
 * `csp-baseline pilot`: a guided run on one real subscription. Every request is recorded, masked and compared with the
 * sandbox's answer.
 * @returns 1 when a step or an answer differs, 3 when a step failed
 */
export async function pilot(options: PilotOptions, console: Console): Promise<ExitCode> {
  refuseContradictions(options);
  const fleet = openFleet(options, console);
  if (fleet === undefined) return EXIT.invalid;
  const folder = new PilotFolder(options.output ?? "pilot");
  if (options.partner === true) return pilotPartner(fleet, folder, options, console);
  const subscription = findSubscription(fleet, options.subscription ?? "");
  // Before anything else: without a terminal and without --yes, nothing is made.
  const confirm = options.yes === true ? undefined : onTerminal();
  if (options.clean === true) return cleanPilot(fleet, subscription, folder, confirm, console);
  return pilotSubscription(fleet, subscription, folder, { ...options, ...(confirm && { confirm }) }, console);
}

function refuseContradictions(options: PilotOptions): void {
  const wrong = contradictionIn(options);
  if (wrong !== undefined) throw new CommandError(wrong, EXIT.invalid);
}

function contradictionIn({ clean, customer, partner, subscription }: PilotOptions): string | undefined {
  if (partner === true) {
    if (subscription !== undefined)
      return "--partner goes without a subscription: choose a customer with --customer";
    return clean === true ? "--partner creates nothing, so there is nothing to --clean" : undefined;
  }
  if (subscription === undefined)
    return "name a subscription of the fleet, or read the partner's side with --partner";
  return customer === undefined ? undefined : "--customer goes with --partner";
}

type Confirming = PilotOptions & { readonly confirm?: (question: string) => Promise<boolean> };

async function pilotSubscription(
  fleet: Fleet,
  subscription: Subscription,
  folder: PilotFolder,
  options: Confirming,
  console: Console,
): Promise<ExitCode> {
  if (folder.journal()?.created === true) {
    throw new CommandError(
      `an earlier pilot left something in the subscription: csp-baseline pilot ${subscription.id} --clean removes it`,
      EXIT.invalid,
    );
  }
  asCommandError(() => findTerraform(console.env));
  const provider = options.provider ?? subscription.customer.provider.name;
  folder.clear();
  folder.make();
  folder.write({ subscription: subscription.id, created: false, ids: [], contact: null });
  const from = fleetFolder(options, console);
  writePilotFleet({ from, to: folder.fleet, subscription, provider, managed: true });
  writePilotFleet({ from, to: folder.fleetWithout, subscription, provider, managed: false });
  await synthesize(folder, console);
  const preview = previewOf(folder.stack(subscription.id), subscription);
  const endpoint = await startEndpoint(folder.trust, provider, console);
  try {
    showPreview(preview, subscription, endpoint.notRecorded, folder.path, console);
    if (options.confirm !== undefined && !(await options.confirm("Run the pilot in this subscription?"))) {
      note(console, "nothing was sent to Azure");
      return EXIT.ok;
    }
    return await take({ fleet, subscription, provider, folder, ids: preview.ids, endpoint }, console);
  } finally {
    await endpoint.recorder.close();
  }
}

async function synthesize(folder: PilotFolder, console: Console): Promise<void> {
  try {
    await runOwn(["synth", "--fleet", folder.fleet, "--out", folder.stacks], {
      ...console.env,
      NO_COLOR: "1",
    });
  } catch (error) {
    if (error instanceof StepFailure) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

interface Taken {
  readonly fleet: Fleet;
  readonly subscription: Subscription;
  readonly provider: "azurerm" | "azapi";
  readonly folder: PilotFolder;
  readonly ids: readonly string[];
  readonly endpoint: PilotEndpoint;
}

async function take(
  { endpoint, fleet, folder, ids, provider, subscription }: Taken,
  console: Console,
): Promise<ExitCode> {
  const { env, notRecorded, recorder } = endpoint;
  const { customer, id } = subscription;
  const steps = new PilotSteps(console, (step) => recorder.begin(step));
  const stop = () => {
    steps.interrupt();
    console.err("stopping after this step; once more ends at once");
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    const arm = await endpoint.arm(identityFor(fleet, subscription));
    await new Journey({ subscription, folder, env, arm, ids, steps, console }).run();
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
  const left = folder.journal()?.created === true;
  if (!left) folder.clear();
  else
    console.err(
      `something may be left in the subscription: csp-baseline pilot ${id} --clean removes it, with the same --output`,
    );
  const record = { fleet, customer, subscription, provider, notRecorded, recordedAt: console.now() };
  return finish({ ...record, steps: steps.taken, exchanges: recorder.exchanges }, folder, console);
}
