import { resourcesSeen } from "../../src/controls/cannot-tell.ts";
import { anyOf } from "../../src/controls/criteria.ts";
import { asked, ownControl } from "../../src/controls/own-control.ts";
import { hasNo } from "../../src/controls/words.ts";
import { read } from "../../src/evidence/index.ts";

const ACTION_GROUPS = "Microsoft.Insights/actionGroups";

export const secondReceiver = ownControl({
  id: "second-receiver",
  title: "Alerts reach more than one person",
  severity: "low",
  required: true,
  why: "One person is ill, on leave or asleep when the alert comes.",
  judgedBy: ["At least one `Microsoft.Insights/actionGroups` of the subscription has two e-mail receivers."],
  satisfies: [],
  cannotSatisfy: [],
  words: hasNo("second receiver"),
  judges: { [ACTION_GROUPS]: "the action group" },
  askedBy: { amba: asked("ServiceHealthIncident") },
  guide: {
    baseline: "contacts: { operations: { emails: [noc@fabrikam.example, duty@fabrikam.example] } }",
    construct: "ActionGroup",
    hints: ["A mailing list counts as one receiver: add the address of a second person."],
  },
  check: (evidence) => {
    const about = { parameter: ["contacts", "operations"], fix: "give it a second receiver" };
    return anyOf(
      { ...about, message: "the subscription has no action group" },
      resourcesSeen(evidence, ACTION_GROUPS).map((resource) => ({
        resource,
        criteria: [
          () => {
            const receivers = read(resource).get("properties").get("emailReceivers");
            if (receivers.items().length >= 2) return undefined;
            return { ...about, message: "it has fewer than two receivers", path: receivers.path };
          },
        ],
        success: "more than one person is notified",
      })),
    );
  },
});
