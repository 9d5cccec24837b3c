import type { OnboardingFile } from "./files.ts";
import { lighthouseArm, lighthouseTerraform, lines } from "./lighthouse.ts";
import type { Onboarding } from "./onboarding.ts";
import { bashWord, comment, powerShellString, powerShellWord } from "./quote.ts";

/*
 * Onboarding by the partner. In subscriptions created through CSP, the partner's Admin agents have admin-on-behalf-of
 * access, with which they can deploy the delegation.
 * https://learn.microsoft.com/azure/lighthouse/concepts/cloud-solution-provider
 * https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 */

/** The file in which the scripts record the result of each subscription, and from which they resume. */
const RESULTS = "results.csv";

/**
 * Files with which an Admin agent delegates the subscriptions of all these customers. They are one script in bash, the
 * same in PowerShell, and for each customer's tenant a folder with an ARM template and a Terraform configuration.
 *
 * @param onboardings of access model `lighthouse`
 */
export function adminAgentFiles(onboardings: readonly Onboarding[]): readonly OnboardingFile[] {
  return [
    { name: "onboard-all.sh", content: bashScript(onboardings) },
    { name: "onboard-all.ps1", content: powerShellScript(onboardings) },
    ...onboardings.flatMap((onboarding): OnboardingFile[] => [
      { name: `${onboarding.customer.key}/lighthouse.json`, content: lighthouseArm(onboarding) },
      { name: `${onboarding.customer.key}/lighthouse.tf`, content: lighthouseTerraform(onboarding) },
    ]),
  ];
}

const ABOUT = [
  "# Delegates the subscriptions below to the partner's tenant, run by a user with the role Admin agent there.",
  "# It can be repeated: it skips subscriptions that succeeded, and updates existing delegations.",
];

function bashScript(onboardings: readonly Onboarding[]): string {
  return lines(
    "#!/usr/bin/env bash",
    ...ABOUT,
    "set -uo pipefail",
    'cd "$(dirname "$0")"',
    `results=${RESULTS}`,
    'touch "$results"',
    "",
    'record() { printf "%s,%s\\n" "$1" "$2" >> "$results"; printf "%-10s %s/%s\\n" "$2" "$3" "$1"; }',
    "",
    "delegate() { # customer, subscription, region",
    '  grep -q "^$2,ok$" "$results" && { printf "%-10s %s/%s\\n" done "$1" "$2"; return; }',
    "  local quota",
    '  quota=$(az rest --method get --url "https://management.azure.com/subscriptions/$2?api-version=2022-12-01" --query subscriptionPolicies.quotaId --output tsv) || { record "$2" failed "$1"; return; }',
    '  case "$quota" in CSP*) ;; *) record "$2" not-csp "$1"; return ;; esac',
    '  az provider register --subscription "$2" --namespace Microsoft.ManagedServices --wait &&',
    '    az deployment sub create --subscription "$2" --location "$3" --name csp-baseline-lighthouse --template-file "$1/lighthouse.json" --output none &&',
    '    record "$2" ok "$1" || record "$2" failed "$1"',
    "}",
    ...onboardings.flatMap(({ customer, subscriptions }) => [
      "",
      `# ${comment(customer.displayName)}`,
      `if az login --tenant ${bashWord(customer.tenantId)} --output none; then`,
      ...subscriptions.map(
        ({ id, location, name }) =>
          `  delegate ${bashWord(customer.key)} ${bashWord(id)} ${bashWord(location)} # ${comment(name)}`,
      ),
      "else",
      ...subscriptions.map(({ id }) => `  record ${bashWord(id)} failed ${bashWord(customer.key)}`),
      "fi",
    ]),
    "",
    "# The last result of each subscription counts.",
    'open=$(awk -F, \'{ last[$1] = $2 } END { for (id in last) if (last[id] != "ok") n++; print n + 0 }\' "$results")',
    'echo "$open not delegated; the results are in $results"',
    '[ "$open" -eq 0 ]',
  );
}

function powerShellScript(onboardings: readonly Onboarding[]): string {
  return lines(
    ...ABOUT,
    "Set-Location -LiteralPath $PSScriptRoot",
    `$results = ${powerShellString(RESULTS)}`,
    "if (-not (Test-Path $results)) { New-Item $results | Out-Null }",
    "",
    "function Add-Result($Id, $Result, $Customer) {",
    '  Add-Content $results "$Id,$Result"',
    '  Write-Output "$Result $Customer/$Id"',
    "}",
    "",
    "function Add-Delegation($Customer, $Id, $Region) {",
    '  if (Select-String -Path $results -Pattern "^$Id,ok$" -Quiet) { Write-Output "done $Customer/$Id"; return }',
    '  $quota = az rest --method get --url "https://management.azure.com/subscriptions/${Id}?api-version=2022-12-01" --query subscriptionPolicies.quotaId --output tsv',
    "  if ($LASTEXITCODE -ne 0) { Add-Result $Id failed $Customer; return }",
    '  if ($quota -notlike "CSP*") { Add-Result $Id not-csp $Customer; return }',
    "  az provider register --subscription $Id --namespace Microsoft.ManagedServices --wait",
    "  if ($LASTEXITCODE -ne 0) { Add-Result $Id failed $Customer; return }",
    '  az deployment sub create --subscription $Id --location $Region --name csp-baseline-lighthouse --template-file "$Customer/lighthouse.json" --output none',
    "  if ($LASTEXITCODE -ne 0) { Add-Result $Id failed $Customer } else { Add-Result $Id ok $Customer }",
    "}",
    ...onboardings.flatMap(({ customer, subscriptions }) => [
      "",
      `# ${comment(customer.displayName)}`,
      `az login --tenant ${powerShellWord(customer.tenantId)} --output none`,
      "if ($LASTEXITCODE -eq 0) {",
      ...subscriptions.map(
        ({ id, location, name }) =>
          `  Add-Delegation ${powerShellWord(customer.key)} ${powerShellWord(id)} ${powerShellWord(location)} # ${comment(name)}`,
      ),
      "} else {",
      ...subscriptions.map(
        ({ id }) => `  Add-Result ${powerShellWord(id)} failed ${powerShellWord(customer.key)}`,
      ),
      "}",
    ]),
    "",
    "# The last result of each subscription counts.",
    "$last = @{}",
    'Get-Content $results | ForEach-Object { $id, $result = $_ -split ","; $last[$id] = $result }',
    '$open = @($last.Values | Where-Object { $_ -ne "ok" }).Count',
    'Write-Output "$open not delegated; the results are in $results"',
    "if ($open -gt 0) { exit 1 }",
  );
}
