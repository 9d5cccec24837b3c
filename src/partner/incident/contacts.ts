import type { Partner } from "../../fleet/index.ts";
import type { Incident } from "./report.ts";
import type { Subject } from "./subject.ts";

type Contact = Incident["contacts"][number];

/** Returns the people to call, in this order: those who can stop it first. */
export function contactsOf({ securityContact }: Partner, { customer, subscription }: Subject): Contact[] {
  const name = [securityContact?.firstName, securityContact?.lastName].filter((part) => part !== undefined);
  const { operations, security } = subscription?.baseline.contacts ?? {};
  const whose = customer === undefined ? "the customer" : customer.displayName;
  return [
    {
      who: name.length === 0 ? "the partner's security contact" : name.join(" "),
      email: securityContact?.email ?? null,
      phone: securityContact?.phone ?? null,
      why: "the partner's security contact: leads the incident. Microsoft sends it no mails about Azure fraud",
    },
    ...(security?.emails ?? []).map((email) => ({
      who: "security contact of the subscription",
      email,
      phone: security?.phone ?? null,
      why: "receives the alerts of Defender for Cloud",
    })),
    ...(operations?.emails ?? []).map((email) => ({
      who: "operations contact of the subscription",
      email,
      phone: null,
      why: "knows the workloads there: was it planned?",
    })),
    {
      who: `a Global admin of ${whose}`,
      email: null,
      phone: null,
      why: "only they can have Microsoft reset an administrator's password; mention that the partner has no access either",
    },
    {
      who: "Microsoft Azure support",
      email: null,
      phone: null,
      why: "for unauthorized use of an Azure subscription: a support request in the Azure portal of the customer",
    },
    {
      who: "Partner Center support",
      email: null,
      phone: null,
      why: "for questions about Partner Center itself: https://partner.microsoft.com/support",
    },
  ];
}
