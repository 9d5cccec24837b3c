import { consentLink, customRoleName, objectIdParameter } from "./customer-app.ts";
import type { Delegate, Onboarding } from "./onboarding.ts";
import { RESOURCE_PROVIDERS } from "./operations.ts";
import { bashWord, comment, powerShellWord } from "./quote.ts";

/** An action of a person, with its commands, if any: one per line. */
export interface Step {
  /** Who does it. */
  readonly by: "customer" | "partner";
  readonly text: string;
  readonly bash: readonly string[];
  readonly powerShell: readonly string[];
}

/**
 * Returns the steps that put these files into effect, in order. The commands expect the files in the current folder.
 */
export function stepsOf(onboarding: Onboarding): readonly Step[] {
  const { customer, subscriptions } = onboarding;
  const isLighthouse = onboarding.model === "lighthouse";
  return [
    step("customer", "Sign in to your own tenant, as an Owner of the subscriptions, not as a guest.", [
      ["az", "login", "--tenant", customer.tenantId],
    ]),
    ...(isLighthouse ? lighthouseSteps(onboarding) : customerAppSteps(onboarding)),
    step(
      "customer",
      "Register the resource providers that the baseline uses. This can take some minutes.",
      subscriptions.flatMap(({ id }) =>
        RESOURCE_PROVIDERS.map((namespace) => [
          ...["az", "provider", "register", "--subscription", id, "--namespace", namespace],
        ]),
      ),
    ),
    step(
      "partner",
      `Verify the access, signed in as the deployer${isLighthouse ? "; a delegation takes some minutes to appear" : ""}.`,
      [["csp-baseline", "onboard", customer.key, "--verify"]],
    ),
    step(
      "partner",
      "For CSP subscriptions, verify that the customer's users can see costs: Azure hides them by default, and then budgets and anomaly alerts may not fire.",
      [["csp-baseline", "partner", "cost-visibility", customer.key]],
    ),
  ];
}

function lighthouseSteps({ subscriptions }: Onboarding): Step[] {
  const text =
    "Delegate each subscription. Or in the portal: Service providers > Service provider offers > Add offer > Add via template, with lighthouse.json.";
  const deploy = subscriptions.map(({ id, location }) => [
    ...["az", "deployment", "sub", "create", "--subscription", id, "--location", location],
    ...["--name", "csp-baseline-lighthouse", "--template-file", "lighthouse.json"],
  ]);
  return [step("customer", text, deploy)];
}

function customerAppSteps(onboarding: Onboarding): Step[] {
  const { delegates, subscriptions } = onboarding;
  const consent = delegates.map(
    (delegate): Step => ({
      by: "customer",
      text: `Consent to the application ${comment(delegate.name)} as an administrator of the tenant: open ${consentLink(onboarding, delegate)} or run:`,
      ...letIn(delegate),
    }),
  );
  const deploy = subscriptions.map(({ id, location }) => [
    ...["az", "deployment", "sub", "create", "--subscription", id, "--location", location],
    ...["--name", "csp-baseline-roles", "--template-file", "roles.bicep", "--parameters"],
  ]);
  const bashParameters = delegates.map((one) => `${objectIdParameter(one)}="$${objectIdParameter(one)}"`);
  const powerShellParameters = delegates.map(
    (one) => `"${objectIdParameter(one)}=$${objectIdParameter(one)}"`,
  );
  const roles: Step = {
    by: "customer",
    text: "Assign the applications their roles in each subscription.",
    bash: [
      ...delegates.map((one) => `${objectIdParameter(one)}=$(${bash(showObjectId(one))})`),
      ...deploy.map((words) => `${bash(words)} ${bashParameters.join(" ")}`),
    ],
    powerShell: [
      ...delegates.map((one) => `$${objectIdParameter(one)} = ${powerShell(showObjectId(one))}`),
      ...deploy.map((words) => `${powerShell(words)} ${powerShellParameters.join(" ")}`),
    ],
  };
  return [...consent, roles];
}

/**
 * Returns the alternative to the built-in roles: exactly the needed operations; only for an application in the
 * customer's tenant.
 */
export function customRoleSteps(onboarding: Onboarding): readonly Step[] {
  const { delegates, subscriptions } = onboarding;
  return delegates.map(({ id, purpose }) =>
    step(
      "customer",
      `Instead of the built-in roles, for the ${purpose}: a custom role with exactly its operations.`,
      [
        ["az", "role", "definition", "create", "--role-definition", `role-${purpose}.json`],
        ...subscriptions.map((subscription) => [
          ...["az", "role", "assignment", "create", "--assignee", id, "--role", customRoleName(purpose)],
          ...["--scope", `/subscriptions/${subscription.id}`],
        ]),
      ],
    ),
  );
}

/** Creates the application's object in the tenant unless it exists. */
function letIn({ id }: Delegate): Pick<Step, "bash" | "powerShell"> {
  const create = ["az", "ad", "sp", "create", "--id", id];
  const list = [
    "az",
    "ad",
    "sp",
    "list",
    "--filter",
    `appId eq '${id}'`,
    "--query",
    "[].id",
    "--output",
    "tsv",
  ];
  return {
    bash: [`[ -n "$(${bash(list)})" ] || ${bash(create)}`],
    powerShell: [`if (-not (${powerShell(list)})) { ${powerShell(create)} }`],
  };
}

function showObjectId({ id }: Delegate): string[] {
  return ["az", "ad", "sp", "show", "--id", id, "--query", "id", "--output", "tsv"];
}

function step(by: Step["by"], text: string, commands: readonly (readonly string[])[]): Step {
  return { by, text, ...both(...commands) };
}

function both(...commands: readonly (readonly string[])[]): Pick<Step, "bash" | "powerShell"> {
  return { bash: commands.map(bash), powerShell: commands.map(powerShell) };
}

function bash(words: readonly string[]): string {
  return words.map(bashWord).join(" ");
}

function powerShell(words: readonly string[]): string {
  return words.map(powerShellWord).join(" ");
}
