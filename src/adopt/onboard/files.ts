import { customerAppBicep, customerAppTerraform, customRole } from "./customer-app.ts";
import { lighthouseArm, lighthouseBicep, lighthouseTerraform, lines } from "./lighthouse.ts";
import type { Onboarding } from "./onboarding.ts";
import { comment } from "./quote.ts";
import { type Step, stepsOf } from "./steps.ts";

/** A file for the customer. */
export interface OnboardingFile {
  readonly name: string;
  readonly content: string;
}

/** Returns all files for the customer. Files of one language are sufficient. */
export function onboardingFiles(onboarding: Onboarding): readonly OnboardingFile[] {
  const templates: OnboardingFile[] =
    onboarding.model === "lighthouse"
      ? [
          { name: "lighthouse.json", content: lighthouseArm(onboarding) },
          { name: "lighthouse.bicep", content: lighthouseBicep(onboarding) },
          { name: "lighthouse.tf", content: lighthouseTerraform(onboarding) },
        ]
      : [
          { name: "roles.bicep", content: customerAppBicep(onboarding) },
          { name: "roles.tf", content: customerAppTerraform(onboarding) },
          ...onboarding.delegates.map((delegate) => ({
            name: `role-${delegate.purpose}.json`,
            content: customRole(onboarding, delegate),
          })),
        ];
  const steps = stepsOf(onboarding).filter(({ by }) => by === "customer");
  return [
    ...templates,
    { name: "onboard.sh", content: script(onboarding, steps, "bash") },
    { name: "onboard.ps1", content: script(onboarding, steps, "powerShell") },
  ];
}

/** Renders the steps as one script, which stops at the first failure. */
function script(
  { customer, partner }: Onboarding,
  steps: readonly Step[],
  shell: "bash" | "powerShell",
): string {
  const about = `# ${comment(customer.displayName)}: access for ${comment(partner.name)}, in ${customer.tenantId}.`;
  const head =
    shell === "bash"
      ? ["#!/usr/bin/env bash", about, "set -euo pipefail", 'cd "$(dirname "$0")"']
      : [about, "$ErrorActionPreference = 'Stop'", "Set-Location -LiteralPath $PSScriptRoot"];
  const body = steps.flatMap((step) => {
    const commands = shell === "bash" ? step.bash : step.powerShell.flatMap(stoppingWhenItFails);
    return ["", `# ${comment(step.text)}`, ...commands];
  });
  return lines(...head, ...body);
}

/** PowerShell continues after a failed program. */
function stoppingWhenItFails(command: string): string[] {
  return [command, "if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }"];
}
