import { subscriptionOf } from "../evidence/index.ts";
import { items, member, textMember } from "../text/json.ts";
import type { ChangeContext } from "./change-context.ts";
import type { ResourceChange } from "./model.ts";
import { callsOf, callWarning } from "./run-actions.ts";
import { shorten } from "./shorten.ts";

/** The number of events listed; the last one counts the others. */
const MOST = 100;

/**
 * Returns the plan's actions (Terraform 1.14) and failed `check` blocks as changes, so that a plan with nothing but
 * these does not look like a plan without changes.
 */
export function planEvents(context: ChangeContext): ResourceChange[] {
  return [...invocations(context), ...failedChecks(context)];
}

function invocations({ evidence, listed, plan, secrets }: ChangeContext): ResourceChange[] {
  const calls = new Map(callsOf(plan, evidence).map((call) => [call.address, call]));
  return items(member(plan, "action_invocations")).flatMap((invocation) => {
    const address = textMember(invocation, "address") ?? "";
    const id = textMember(member(invocation, "config_values"), "resource_id");
    if (!listed(id === undefined ? undefined : subscriptionOf(id))) return [];
    const call = calls.get(address);
    const warning = call === undefined ? undefined : callWarning(call);
    const method = textMember(member(invocation, "config_values"), "method");
    const what = [method, id].filter((part) => part !== undefined).join(" ");
    return [
      event(
        "invoke",
        address,
        textMember(invocation, "type") ?? "",
        {
          baseline: warning !== undefined,
          warnings: [
            shorten(secrets.maskText(warning ?? `invokes an action${what === "" ? "" : `: ${what}`}`)),
          ],
        },
        secrets,
      ),
    ];
  });
}

function failedChecks({ listed, plan, secrets }: ChangeContext): ResourceChange[] {
  if (!listed(undefined)) return [];
  const failed = items(member(plan, "checks")).filter((check) =>
    ["fail", "error"].includes(textMember(check, "status") ?? ""),
  );
  return failed.slice(0, MOST).map((check) => {
    const address = textMember(member(check, "address"), "to_display") ?? "check";
    const problems = items(member(check, "instances")).flatMap((instance) =>
      items(member(instance, "problems")).flatMap((problem) => textMember(problem, "message") ?? []),
    );
    const details = problems.length === 0 ? "" : `: ${problems.join("; ")}`;
    return event(
      "check",
      address,
      textMember(member(check, "address"), "kind") ?? "check",
      {
        baseline: false,
        warnings: [shorten(secrets.maskText(`the check fails${details}`))],
      },
      secrets,
    );
  });
}

function event(
  action: "invoke" | "check",
  address: string,
  type: string,
  summary: Pick<ResourceChange, "baseline" | "warnings">,
  secrets: ChangeContext["secrets"],
): ResourceChange {
  return {
    address: shorten(secrets.maskText(address)),
    type: shorten(type),
    actions: [action],
    deposed: false,
    attributes: [],
    ...summary,
  };
}
