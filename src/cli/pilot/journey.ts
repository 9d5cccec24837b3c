import { existsSync } from "node:fs";
import type { Service } from "../../azure/client.ts";
import type { Subscription } from "../../fleet/index.ts";
import { member, members } from "../../text/json.ts";
import { type Console, counted } from "../console.ts";
import { changesText } from "../run-report.ts";
import {
  DoctorOutput,
  EnforceOutput,
  FindingsOutput,
  RunOutput,
  resultOf,
  runOwn,
  StepFailure,
  VerifyOutput,
} from "./commands.ts";
import type { PilotFolder } from "./folder.ts";
import { contactIn, presentOf, removeAll, resourceAt } from "./removal.ts";
import type { PilotSteps, StepResult } from "./steps.ts";
import { versionsOf, writeBack } from "./write-back.ts";

export interface JourneyProps {
  readonly subscription: Subscription;
  readonly folder: PilotFolder;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly arm: Service;
  /** The ids of what is created, the resource group first. */
  readonly ids: readonly string[];
  readonly steps: PilotSteps;
  readonly console: Console;
}

const CONTACT_TYPE = "Microsoft.Security/securityContacts";

/** The steps of a pilot, each by the product's own command, as a user would take them. */
export class Journey {
  readonly #props: JourneyProps;

  constructor(props: JourneyProps) {
    this.#props = props;
  }

  async run(): Promise<void> {
    const { steps } = this.#props;
    await steps.run("sign-in and tools", [], () => this.#doctor());
    await steps.run("roles", [], () => this.#verify());
    await steps.run("plan", [], () => this.#firstPlan());
    await steps.run("review", ["plan"], () => this.#review());
    await steps.run("deploy", ["plan"], () => this.#deploy());
    await steps.run("plan again", ["plan"], () => this.#planClean());
    await steps.run("audit by Resource Graph", ["plan"], () => this.#audit("arm,graph"));
    await steps.run("audit by GET", ["plan"], () => this.#audit("arm"));
    await steps.run("write in each version", ["plan"], () => this.#writeBack());
    await steps.run("change and repair", ["deploy"], () => this.#repair());
    await steps.run("adopt a lost state", ["deploy"], () => this.#adopt());
    await steps.run("retire by forget", ["deploy"], () => this.#forget());
    await steps.run("take back", ["retire by forget"], () => this.#takeBack());
    await steps.run("retire by destroy", ["plan"], () => this.#destroy());
    await steps.run("remove what is left", ["plan"], () => this.#removeRest());
  }

  get #common(): readonly string[] {
    const { folder, subscription } = this.#props;
    return ["--out", folder.stacks, "--plans", folder.plans, "--only", subscription.id, "--format", "json"];
  }

  async #doctor(): Promise<StepResult> {
    const { env, folder, subscription } = this.#props;
    const args = [
      "doctor",
      subscription.id,
      "--fleet",
      folder.fleet,
      "--out",
      folder.stacks,
      "--format",
      "json",
    ];
    const { checks } = resultOf(DoctorOutput, await runOwn(args, env, [0, 1, 3]));
    const bad = checks.filter(({ status }) => status !== "ok");
    const message = `${counted(checks.length - bad.length, "check")} passed`;
    if (bad.length === 0) return { status: "ok", message };
    const each = bad.map(({ id, message, status }) => `${id} ${status}: ${message}`);
    return { status: "differs", message: `${message}; ${each.join("; ")}` };
  }

  async #verify(): Promise<StepResult> {
    const { env, folder, subscription } = this.#props;
    const args = [
      "onboard",
      subscription.customer.key,
      "--verify",
      "--fleet",
      folder.fleet,
      "--format",
      "json",
    ];
    const { complete, missing } = resultOf(VerifyOutput, await runOwn(args, env, [0, 1]));
    if (complete) return { status: "ok", message: "every operation of a deployment is permitted" };
    const named = missing.map(({ operation }) => operation).slice(0, 5);
    return { status: "differs", message: `missing: ${named.join(", ") || "see onboard --verify"}` };
  }

  async #terraform(
    verb: "plan" | "deploy",
    more: readonly string[] = [],
    fleet?: string,
  ): Promise<RunOutput> {
    const { env, folder } = this.#props;
    const yes = verb === "deploy" ? ["--yes"] : [];
    const args = [verb, "--fleet", fleet ?? folder.fleet, ...this.#common, ...yes, ...more];
    const result = resultOf(RunOutput, await runOwn(args, env, [0, 1, 2, 3]));
    if (result.status === "ok") return result;
    const why = result.stacks.find(({ message }) => message !== undefined)?.message ?? "without a message";
    throw new StepFailure(`csp-baseline ${verb} ended with status ${result.status}: ${why}`);
  }

  /** Refuses a subscription that has a part of the baseline: the end of the pilot would remove it. */
  async #firstPlan(): Promise<StepResult> {
    const { arm, ids } = this.#props;
    const { changes } = await this.#terraform("plan");
    const contact = contactIn(ids);
    const taken = (await presentOf(arm, ids)).filter((id) => id !== contact);
    if (taken.length > 0) {
      throw new StepFailure(
        `the subscription has a baseline already, which the pilot would take over and remove: ${taken.slice(0, 3).join(", ")}. Choose a subscription without one`,
      );
    }
    return { status: "ok", message: changesText(changes) };
  }

  async #review(): Promise<StepResult> {
    const { env, folder } = this.#props;
    const args = ["review", "--fleet", folder.fleet, "--plans", folder.plans, "--stacks", folder.stacks];
    const { code, stdout } = await runOwn([...args, "--format", "json"], env, [0, 1]);
    const { findings } = resultOf(FindingsOutput, { code, stdout, stderr: "" });
    return findingsSaid(findings);
  }

  async #deploy(): Promise<StepResult> {
    const { arm, folder, ids, subscription } = this.#props;
    const contact = contactIn(ids);
    // The journal is written before anything is created, so that --clean knows of it.
    folder.write({
      subscription: subscription.id,
      created: true,
      ids: [...ids],
      contact: contact === undefined ? null : ((await resourceAt(arm, contact)) ?? null),
    });
    const { changes } = await this.#terraform("deploy");
    return { status: "ok", message: `applied: ${changesText(changes)}` };
  }

  async #planClean(): Promise<StepResult> {
    const { changes } = await this.#terraform("plan");
    return { status: changes.any ? "differs" : "ok", message: changesText(changes) };
  }

  async #audit(source: string): Promise<StepResult> {
    const { env, folder, subscription } = this.#props;
    const args = ["audit", "--fleet", folder.fleet, "--stacks", folder.stacks, "--source", source];
    const only = ["--only", subscription.id, "--format", "json"];
    const { findings } = resultOf(FindingsOutput, await runOwn([...args, ...only], env, [0, 1]));
    return findingsSaid(findings.filter(({ subscriptionId }) => subscriptionId === subscription.id));
  }

  async #writeBack(): Promise<StepResult> {
    const { arm, ids } = this.#props;
    const result = await writeBack(arm, ids);
    const { changes } = await this.#terraform("plan");
    if (!changes.any) return result;
    return {
      status: "differs",
      message: `${result.message}; the plan afterwards has ${changesText(changes)}`,
    };
  }

  async #repair(): Promise<StepResult> {
    const { arm, env, folder, ids } = this.#props;
    const contact = contactIn(ids);
    if (contact === undefined)
      return { status: "skipped", message: "the baseline declares no security contact" };
    const [version] = versionsOf(CONTACT_TYPE);
    const path = `${contact}?api-version=${version}`;
    const properties = Object.fromEntries(members(member(await arm.get(path), "properties")));
    await arm.send({ method: "PUT", path, body: { properties: { ...properties, emails: "" } } });
    const args = ["enforce", "--fleet", folder.fleet, ...this.#common, "--apply", "safe"];
    const first = resultOf(EnforceOutput, await runOwn(args, env, [0, 1]));
    const second = resultOf(EnforceOutput, await runOwn(args.slice(0, -2), env, [0, 1]));
    const message = `the contact was emptied: ${first.summary.found} found, ${first.summary.repaired} repaired, ${second.summary.found} left`;
    const isWell = first.summary.repaired === 1 && second.summary.found === 0;
    return { status: isWell ? "ok" : "differs", message };
  }

  async #adopt(): Promise<StepResult> {
    const { folder, subscription } = this.#props;
    if (!folder.loseState(subscription)) throw new StepFailure("the deployment left no state");
    const planned = await this.#terraform("plan");
    await this.#terraform("deploy");
    const { changes } = await this.#terraform("plan");
    const message = `planned: ${changesText(planned.changes)}; afterwards: ${changesText(changes)}`;
    const isWell = planned.changes.import > 0 && planned.changes.add === 0 && !changes.any;
    return { status: isWell ? "ok" : "differs", message };
  }

  async #synth(fleet: string): Promise<void> {
    const { env, folder } = this.#props;
    await runOwn(["synth", "--fleet", fleet, "--out", folder.stacks], env);
  }

  async #retire(how: "forget" | "destroy"): Promise<RunOutput> {
    const { folder } = this.#props;
    await this.#synth(folder.fleetWithout);
    await this.#terraform("plan", ["--retire", how], folder.fleetWithout);
    return await this.#terraform("deploy", ["--retire", how], folder.fleetWithout);
  }

  async #forget(): Promise<StepResult> {
    const { changes } = await this.#retire("forget");
    const left = await presentOf(this.#props.arm, this.#props.ids);
    const message = `${changesText(changes)}; ${counted(left.length, "resource")} still in Azure`;
    return { status: left.length > 0 && changes.destroy === 0 ? "ok" : "differs", message };
  }

  async #takeBack(): Promise<StepResult> {
    const { folder } = this.#props;
    await this.#synth(folder.fleet);
    await this.#terraform("plan");
    const { changes } = await this.#terraform("deploy");
    return {
      status: changes.import > 0 && changes.add === 0 ? "ok" : "differs",
      message: changesText(changes),
    };
  }

  async #destroy(): Promise<StepResult> {
    const { folder, subscription } = this.#props;
    if (!existsSync(folder.state(subscription)))
      return { status: "skipped", message: "nothing was deployed" };
    const { changes } = await this.#retire("destroy");
    const left = await presentOf(this.#props.arm, this.#props.ids);
    return {
      status: left.length === 0 ? "ok" : "differs",
      message: `${changesText(changes)}; ${counted(left.length, "resource")} still in Azure`,
    };
  }

  async #removeRest(): Promise<StepResult> {
    const { folder } = this.#props;
    const message = await removeRest(this.#props.arm, folder);
    return { status: "ok", message };
  }
}

/** Removes by ARM what the journal of a folder names, and puts the earlier contact back. */
export async function removeRest(arm: Service, folder: PilotFolder): Promise<string> {
  const journal = folder.journal();
  if (journal?.created !== true) return "nothing was created";
  const contact = contactIn(journal.ids);
  const isKept = journal.contact !== null && contact !== undefined;
  const removed = await removeAll(
    arm,
    journal.ids.filter((id) => !isKept || id !== contact),
  );
  if (isKept) {
    const [version] = versionsOf(CONTACT_TYPE);
    const body = { properties: Object(member(journal.contact, "properties")) };
    await arm.send({ method: "PUT", path: `${contact}?api-version=${version}`, body });
  }
  folder.write({ ...journal, created: false });
  const gone = removed.length === 0 ? "nothing was left" : `${counted(removed.length, "resource")} removed`;
  return isKept ? `${gone}; the earlier security contact is back` : gone;
}

function findingsSaid(
  findings: readonly { readonly status: string; readonly message: string }[],
): StepResult {
  const count = (status: string) => findings.filter((one) => one.status === status).length;
  const bad = findings.find(({ status }) => status === "fail" || status === "unknown");
  const message = `${count("pass")} controls passed, ${count("excepted")} excepted, ${count("fail")} failed, ${count("unknown")} unknown`;
  return bad === undefined
    ? { status: "ok", message }
    : { status: "differs", message: `${message}, such as: ${bad.message}` };
}
