import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project, Resource } from "../project.ts";

/** The settings of resources, without the times of their writes and the dates of the anomaly alert. */
export function settings(resources: readonly Resource[]): unknown {
  const volatile = /"(?:startDate|endDate|updatedOn|enablementTime)":(?:"[^"]*"|null)/g;
  const settled = resources.map(({ content, id }) => {
    const text = JSON.stringify(content)
      .replace(volatile, '"at":0')
      .replace(/"to":\[[^\]]*\]/, '"to":0');
    return [id.toLowerCase(), JSON.parse(text)] as const;
  });
  return Object.fromEntries(settled);
}

export interface Change {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
}

/** The changes of a stack's plan, without those of data sources. */
export function plannedChanges({ root }: Project, id: string): readonly Change[] {
  const plan: { readonly resource_changes: readonly Change[] } = JSON.parse(
    readFileSync(join(root, "plans", `${id}.json`), "utf8"),
  );
  return plan.resource_changes.filter(({ address }) => !address.startsWith("data."));
}

/** Says in the fleet which provider declares the resources, and synthesizes. */
export async function choose(project: Project, provider: string): Promise<void> {
  const path = join(project.root, "fleet", "partner.yaml");
  const text = readFileSync(path, "utf8").replace(/^provider: .*\n/m, "");
  writeFileSync(path, `provider: ${provider}\n${text}`);
  await project.synth();
}
