import type { Words } from "./text-words.ts";

export const ENGLISH: Words = {
  title: (customer) => `Notices from Microsoft to ${customer}`,
  intro: (partner) =>
    `${partner} looks after the Azure subscriptions below. Microsoft sends notices about them to the addresses below, and some to your own administrators. This is what they mean, and what to do.`,
  first: "Before anything else",
  firstSteps: [
    "Check that a mail is Microsoft’s before you follow a link in it. When in doubt open the Azure portal yourself.",
    "Keep the addresses of your subscription owners and of your Global admins current, and have two of those at least.",
    "Require multifactor authentication of every user.",
    "When no one can sign in any more: only you can ask Microsoft’s support to reset an administrator’s password. Say that your partner has no access either.",
  ],
  call: (phone) => `Call us at any hour: ${phone}.`,
  todo: "What to do:",
  subscription: "subscription",
  recipients: "recipients",
  noSubscription: "No subscription yet.",
  notSetUp: (until) => `no one: not set up, until ${until} at the latest`,
  webhook: (name) => `the webhook ${name}`,
  security: (addresses, severity, roles) =>
    `${addresses} from severity ${severity} on${roles.length === 0 ? "" : `, and everyone with the role ${roles.join(", ")}`}`,
  budget: ({ actual, addresses, amount, currency, forecast }) =>
    `${addresses} at ${actual}%${forecast === "" ? "" : `, forecast ${forecast}%`} of ${amount} ${currency ?? "in your billing currency"} a month`,
  notices: {
    "security-contact": {
      title: "Security alerts of Microsoft Defender for Cloud",
      what: "Microsoft mails a security alert, or a path that an attacker could take.",
      todo: "Do not delete what it names: it is evidence. Call us, and read the alert in Defender for Cloud together with us.",
    },
    "service-health-alert": {
      title: "Service health",
      what: "Microsoft reports an outage, planned maintenance, a security advisory, a health advisory or a billing change.",
      todo: "Read whether it concerns what you use. A security advisory asks for something: tell us whom it reached, and what you decided.",
    },
    budget: {
      title: "Budget",
      what: "The month’s cost has reached a part of the budget, or is forecast to.",
      todo: "Ask who started what. Cost that no one can explain is treated as misuse: call us the same day.",
    },
    "cost-anomaly-alert": {
      title: "Unusual cost",
      what: "A day’s cost is unlike the days before.",
      todo: "Look at what it names. A new resource that no one knows is treated as misuse: call us the same day.",
    },
  },
};
