import { findCustomer } from "../../fleet/find.ts";
import type { Customer, Fleet } from "../../fleet/index.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { fleetFolder } from "../fleet-input.ts";
import { runOwn } from "./commands.ts";
import { startEndpoint } from "./endpoint.ts";
import { finish } from "./finish.ts";
import type { PilotFolder } from "./folder.ts";
import type { PilotOptions } from "./options.ts";
import { PilotSteps, type StepResult } from "./steps.ts";

/** `csp-baseline pilot --partner`: reads the partner's side, each part by its own command. Nothing is written. */
export async function pilotPartner(
  fleet: Fleet,
  folder: PilotFolder,
  options: PilotOptions,
  console: Console,
): Promise<ExitCode> {
  const customer =
    options.customer === undefined ? fleet.customers[0] : findCustomer(fleet, options.customer);
  if (customer === undefined) throw new CommandError("the fleet has no customer", EXIT.invalid);
  // A pilot of a subscription may have its own files there.
  const earlier = folder.journal();
  folder.make();
  try {
    return await readPartner(fleet, customer, folder, options, console);
  } finally {
    if (earlier === undefined) folder.clear();
  }
}

async function readPartner(
  fleet: Fleet,
  customer: Customer,
  folder: PilotFolder,
  options: PilotOptions,
  console: Console,
): Promise<ExitCode> {
  const endpoint = await startEndpoint(folder.trust, "azapi", console);
  const { env, notRecorded, recorder } = endpoint;
  const steps = new PilotSteps(console, (step) => recorder.begin(step));
  console.out("Reads the partner's side and one customer; nothing is created or changed");
  for (const one of notRecorded) console.out(`  ${one}`);
  console.out("");
  const at = ["--fleet", fleetFolder(options, console)];
  const command = (args: readonly string[]) => () => read([...args, ...at], env);
  const stop = () => steps.interrupt();
  process.once("SIGINT", stop);
  try {
    await steps.run("score", [], command(["partner", "score"]));
    await steps.run("alerts", [], command(["partner", "alerts"]));
    await steps.run("webhook registration", [], command(["partner", "webhook", "show"]));
    await steps.run("billing policy", [], command(["partner", "cost-visibility", customer.key]));
    await steps.run(
      "customer budgets",
      [],
      command(["partner", "score", "--customers", "--customer", customer.key]),
    );
    if (customer.subscriptions.length > 0)
      await steps.run("one customer", [], command(["onboard", customer.key, "--verify", "--as", "reader"]));
  } finally {
    process.off("SIGINT", stop);
    await recorder.close();
  }
  const record = {
    fleet,
    customer,
    provider: customer.provider.name,
    notRecorded,
    recordedAt: console.now(),
  };
  return finish({ ...record, steps: steps.taken, exchanges: recorder.exchanges }, folder, console);
}

/** Findings of these commands are about the partner, and not about Azure's answers. */
async function read(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<StepResult> {
  const { code, stderr, stdout } = await runOwn(args, env, [0, 1]);
  const lines = (stdout.trim() === "" ? stderr : stdout).trim().split("\n");
  const more = lines.length > 1 ? ` (${counted(lines.length, "line")})` : "";
  return { status: "ok", message: `${lines[0]}${more}${code === 1 ? "; with findings" : ""}` };
}
