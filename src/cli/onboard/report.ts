import type {
  BuiltInRole,
  Delegate,
  Onboarding,
  OnboardingFile,
  Operators,
  Step,
} from "../../adopt/onboard/index.ts";
import { customRoleSteps, stepsOf } from "../../adopt/onboard/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { type Console, counted } from "../console.ts";

/** The steps of one customer. */
export interface OnboardingReport {
  readonly onboarding: Onboarding;
  readonly files: readonly OnboardingFile[];
  /** The folder of the files; undefined: they are not written. */
  readonly folder: string | undefined;
}

const MODELS = {
  lighthouse: "Azure Lighthouse: it delegates its subscriptions to your tenant",
  "customer-app": "an application of yours in its tenant",
} as const;

/** Shows the steps of the customer. */
export function showOnboarding(
  onboarding: Onboarding,
  files: readonly OnboardingFile[],
  output: string | undefined,
  console: Console,
): void {
  const { customer, delegates, model, subscriptions } = onboarding;
  const bold = (text: string) => console.style("bold", text);
  console.out(
    `${bold(escapeControls(customer.displayName))} (${customer.key}): ${counted(subscriptions.length, "subscription")} in the tenant ${customer.tenantId}`,
  );
  console.out(`Access by ${MODELS[model]}`);
  for (const delegate of delegates) console.out(`\n${delegateText(delegate, console)}`);
  if (onboarding.operators !== undefined) console.out(`\n${operatorsText(onboarding.operators, console)}`);
  const steps = stepsOf(onboarding);
  for (const [index, step] of steps.entries()) console.out(`\n${stepText(step, index + 1, console)}`);
  if (model === "customer-app") {
    for (const step of customRoleSteps(onboarding)) console.out(`\n${stepText(step, undefined, console)}`);
  }
  const names = files.map(({ name }) => name).join(", ");
  console.out("");
  console.out(
    output === undefined
      ? `The files (${names}) are written with --output DIR.`
      : `Written to ${output}: ${names}. Send them to the customer, who needs the files of one language.`,
  );
}

function delegateText({ id, name, purpose, roles }: Delegate, console: Console): string {
  const head = `${console.style("bold", purpose)}  ${escapeControls(name)} (${id})`;
  const width = Math.max(...roles.map((role) => role.name.length));
  const lines = roles.flatMap((role) => [
    `  ${role.name.padEnd(width)}  ${role.why}`,
    ...(role.beyond === undefined ? [] : [`  ${" ".repeat(width)}  (it ${role.beyond})`]),
  ]);
  return [head, ...lines].join("\n");
}

function operatorsText(
  { approvers, id, maximumDuration, name, permanent, roles }: Operators,
  console: Console,
) {
  const approved =
    approvers.length === 0
      ? "without approval"
      : `approved by ${approvers.map((one) => escapeControls(one.name)).join(" or ")}`;
  return [
    `${console.style("bold", "operators")}  ${escapeControls(name)} (${id})`,
    `  permanently: ${permanent.name}`,
    `  just in time, with multifactor authentication, at most ${maximumDuration}, ${approved}:`,
    ...roles.map((role) => `  ${role.name}`),
  ].join("\n");
}

function stepText({ bash, by, text }: Step, number: number | undefined, console: Console): string {
  const label = number === undefined ? "  " : `${number}.`;
  const who = by === "customer" ? "The customer" : "You";
  const lines = bash.map((command) => `     ${command}`);
  return [`${label} ${console.style("bold", who)}: ${text}`, ...lines].join("\n");
}

/** For one customer `csp-baseline/onboard/v1`, for several a list of these: `csp-baseline/onboard-list/v1`. */
export function onboardingsJson(reports: readonly OnboardingReport[]): string {
  const [first, ...others] = reports.map(({ files, onboarding }) => entryOf(onboarding, files));
  const report =
    others.length === 0 ? first : { schema: "csp-baseline/onboard-list/v1", onboardings: [first, ...others] };
  return JSON.stringify(report, undefined, 2);
}

function entryOf(onboarding: Onboarding, files: readonly OnboardingFile[]) {
  const { customer, delegates, model, operators, partner, subscriptions } = onboarding;
  const role = ({ id, name, why }: BuiltInRole) => ({ id, name, why });
  return {
    schema: "csp-baseline/onboard/v1",
    access: model,
    partner,
    customer,
    subscriptions,
    delegates: delegates.map(({ id, name, purpose, roles }) => ({
      purpose,
      id,
      name,
      roles: roles.map(role),
    })),
    ...(operators === undefined
      ? {}
      : {
          operators: { ...operators, permanent: role(operators.permanent), roles: operators.roles.map(role) },
        }),
    steps: stepsOf(onboarding),
    files,
  };
}
