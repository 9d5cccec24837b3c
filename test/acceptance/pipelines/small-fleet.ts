import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Resource } from "../project.ts";
import { Project } from "../project.ts";
import { Repository } from "./workspace.ts";

/** The one subscription of the customer `bellows-law`, which is the canary. */
export const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
/** One of the three subscriptions of the customer `contoso`. */
export const CONTOSO = "00000000-0000-0000-0000-000000000001";

const CANARY_FILE = "customers/bellows-law.yaml";

/** A repository with four subscriptions of the example fleet, and the sandbox that its pipelines deploy to. */
export class SmallFleet {
  readonly project: Project;
  readonly repository: Repository;

  private constructor(project: Project) {
    this.project = project;
    this.repository = new Repository(project.root);
  }

  static async start(): Promise<SmallFleet> {
    const project = await Project.start({
      prepare: (fleet) => {
        for (const name of ["fine-arts", "fourth-coffee"]) rmSync(join(fleet, `customers/${name}.yaml`));
      },
    });
    return new SmallFleet(project);
  }

  /** Has Azure refuse the action group of {@link CONTOSO} for the whole next run, because a job retries once automatically. */
  async refuseActionGroup(): Promise<void> {
    const path = `*/subscriptions/${CONTOSO}/*/actionGroups/*`;
    const fault = { method: "PUT", path, times: 2, status: 403 };
    await this.project.client.call("POST", "/sandbox/faults", { body: fault, token: null });
  }

  /** Merges a budget of the canary's own. @returns the commit before, which is the last that was deployed */
  mergeBudget(amount: number): string {
    const before = this.repository.commit("Nothing");
    this.project.edit(CANARY_FILE, (text) =>
      text.replace(/(subscriptions:)/, `baseline: { budget: { amount: ${amount} } }\n$1`),
    );
    this.repository.commit("A budget of its own");
    return before;
  }

  /** Changes that budget, as the head of a pull request. @returns the commit of its base */
  proposeBudget(from: number, to: number): string {
    const base = this.repository.commit("Base");
    this.#changeBudget(from, to);
    this.repository.commit("Head");
    return base;
  }

  /** Closes that pull request without a merge: what is deployed is what is declared again. */
  withdrawBudget(proposed: number, deployed: number): void {
    this.#changeBudget(proposed, deployed);
    this.repository.commit("As before");
  }

  #changeBudget(from: number, to: number): void {
    this.project.edit(CANARY_FILE, (text) => text.replace(`amount: ${from}`, `amount: ${to}`));
  }

  /** The budget that the canary has in Azure. */
  budgetOfCanary(): Resource | undefined {
    return this.project.resources(LAW_FIRM).find(({ type }) => type.endsWith("/budgets"));
  }
}

/** Artifacts that hold what no artifact may: plan files, states, logs of Terraform. */
export function secretFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => /\.tfplan$|\.tfstate|\/logs\//.test(name));
}
