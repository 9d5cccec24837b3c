import fc from "fast-check";
import type { Subscription } from "../../src/fleet/index.ts";
import type { AttributeChange, PlanProblem, ResourceChange, Review } from "../../src/review/index.ts";
import { day } from "./fleet.ts";
import { fleetOfSize, type Planned, resourceChange, reviewOf } from "./review.ts";

/** Texts in plans and fleets that try to be more than text. */
export const HOSTILE: readonly string[] = [
  "@octocat",
  "ping @octo-org/security now",
  "mail@octocat.example",
  "#123",
  "fixes #1, closes GH-7",
  "octo/repo#12",
  "octo/repo@0123456789abcdef",
  "0123456789abcdef0123456789abcdef01234567",
  "[click](https://evil.example)",
  "[click][1]\n\n[1]: https://evil.example",
  "![x](https://evil.example/x.png)",
  "<https://evil.example>",
  "https://evil.example/?a=b",
  "www.evil.example",
  "<img src=x onerror=alert(1)>",
  "</details></summary><h1>merged</h1>",
  "<details><summary>",
  "</code><script>alert(1)</script>",
  "<!-- csp-baseline:review -->",
  "-->",
  "a | b | c",
  "a \\| b",
  "ends in \\",
  "line\nbreak",
  "line\r\n# Heading",
  "\n\n> quote\n\n- list\n1. one",
  "1. one",
  "- item",
  "+ item",
  "***",
  "---",
  "===",
  "`tick`",
  "``` \n</details>\n```",
  "````````````",
  "` @octocat `",
  "**bold** _it_ ~~s~~",
  ":tada: :+1:",
  "$x^2$ and $$y$$ and $`z`$",
  "&lt;b&gt; &#64;octocat &amp;",
  "\u202eevil\u202c \u200b\u2066x\u2069",
  "\u0000\u0007\u001b[31mred\u001b[0m",
  "\ud800 half",
  "\ufffe\uffff",
  "%0A::error::x",
  "::error file=a,line=1::x",
  "{0} {placeholder} [text](1)",
  "]]> <![CDATA[ x",
  "",
  "   ",
  "x".repeat(3000),
  "@".repeat(3000),
  "`".repeat(3000),
  "\u202e".repeat(3000),
  "__proto__",
  "École supérieure – 你好 – Ünïcödé",
];

const LAST_DAY = day("2027-03-31");
const harmless = ["there is no budget", "prod", 'azurerm_x.y["a"]', "it is disabled"];

/** Any of those, joined pieces of them, and random texts. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.constantFrom(...harmless) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...HOSTILE.filter((text) => text.length < 100)), { maxLength: 5 })
      .map((parts) => parts.join(" ")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
);

const attribute: fc.Arbitrary<AttributeChange> = fc.record({
  path: hostileText,
  before: fc.option(hostileText, { nil: undefined }),
  after: fc.option(hostileText, { nil: undefined }),
  sensitive: fc.boolean(),
});

const change: fc.Arbitrary<ResourceChange> = fc.record({
  address: hostileText,
  type: hostileText,
  actions: fc.constantFrom<ResourceChange["actions"]>(
    ["create"],
    ["update"],
    ["delete"],
    ["delete-create"],
    ["create-delete"],
    ["import", "update"],
    ["move"],
    ["forget"],
    ["create", "forget"],
    ["unrecognized"],
  ),
  baseline: fc.boolean(),
  deposed: fc.boolean(),
  previousAddress: hostileText,
  importId: hostileText,
  reason: hostileText,
  attributes: fc.array(attribute, { maxLength: 40, size: "max" }),
  warnings: fc.array(hostileText, { maxLength: 2 }),
});

const status = fc.constantFrom("pass" as const, "fail" as const, "unknown" as const);

const planned: fc.Arbitrary<Planned> = fc.record({
  coverage: fc.oneof(
    { weight: 5, arbitrary: fc.constant({ state: "reviewed" } as const) },
    { weight: 1, arbitrary: fc.constant({ state: "no-plan" } as const) },
    { weight: 1, arbitrary: hostileText.map((reason) => ({ state: "not-reviewed", reason }) as const) },
  ),
  plan: hostileText,
  after: fc.dictionary(
    fc.constantFrom("security-contact", "budget", "action-group"),
    fc.record({ status, message: hostileText, fix: hostileText, resource: hostileText, path: hostileText }),
  ),
  before: fc.dictionary(fc.constantFrom("security-contact", "budget"), status),
  changes: fc.array(change, { maxLength: 6 }),
  drift: fc.array(
    fc.record({
      address: hostileText,
      type: hostileText,
      action: fc.constantFrom("update" as const, "delete" as const),
      baseline: fc.boolean(),
      attributes: fc.array(attribute, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
});

const problem: fc.Arbitrary<PlanProblem> = fc.record({
  file: hostileText,
  message: hostileText,
  kind: fc.constantFrom("unreadable" as const, "unknown-subscription" as const, "duplicate" as const),
});

export const hostileFleet = fleetOfSize(4, 25);

/** Reviews with only hostile texts, of up to 100 unrelated subscriptions. */
export const hostileReview: fc.Arbitrary<Review> = fc
  .record({
    plans: fc.array(fc.record({ name: hostileText, reason: hostileText, planned }), {
      minLength: 1,
      maxLength: 100,
      size: "max",
    }),
    problems: fc.array(problem, { maxLength: 5 }),
  })
  .map(({ plans, problems }) => {
    const subscriptions = hostileFleet.subscriptions
      .slice(0, plans.length)
      .map((subscription, index) =>
        disguised(subscription, plans[index]?.name ?? "", index % 3 === 0 ? plans[index]?.reason : undefined),
      );
    return reviewOf({ subscriptions }, (_, index) => plans[index]?.planned ?? {}, problems);
  });

/** Every hostile text in every place, in one subscription each. */
export function allHostile(): Review {
  const subscriptions = hostileFleet.subscriptions
    .slice(0, HOSTILE.length)
    .map((subscription, index) => disguised(subscription, HOSTILE[index] ?? "", HOSTILE[index]));
  return reviewOf(
    { subscriptions },
    (_, index) => {
      const text = HOSTILE[index] ?? "";
      const attributes = [{ path: text, before: text, after: text, sensitive: false }];
      return {
        coverage: index % 10 === 9 ? { state: "not-reviewed", reason: text } : { state: "reviewed" },
        plan: text,
        after: {
          "security-contact": { status: "fail", message: text, fix: text },
          "action-group": { status: "unknown", message: text },
        },
        before: { "security-contact": "pass" },
        changes: [
          resourceChange({
            address: text,
            type: text,
            actions: ["delete"],
            importId: text,
            previousAddress: text,
            reason: text,
            attributes,
            warnings: [text],
          }),
        ],
        drift: [{ address: text, type: text, action: "update", baseline: true, attributes }],
      };
    },
    HOSTILE.map((text) => ({ file: text, message: text, kind: "unreadable" })),
  );
}

/** The subscription under another name, with an exception for its budget. */
function disguised(of: Subscription, name: string, reason: string | undefined): Subscription {
  const [email] = of.baseline.contacts.security.emails;
  const exception = {
    control: "budget",
    expires: LAST_DAY,
    expired: false,
    position: () => of.position(),
  } as const;
  return {
    id: of.id,
    name,
    customer: of.customer,
    baseline: of.baseline,
    exceptions:
      reason === undefined || email === undefined ? [] : [{ ...exception, reason, approvedBy: email }],
    position: () => of.position(),
    locate: (path) => of.locate(path),
    origin: (path) => of.origin(path),
  };
}
