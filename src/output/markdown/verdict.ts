import { controlCatalogue, TENANT_CONTROLS } from "../../controls/index.ts";
import type { ControlVerdict, Review } from "../../review/model.ts";
import { notReviewed } from "../not-reviewed.ts";
import { count } from "../wording.ts";
import { severityRank } from "../worst-first.ts";
import { failing } from "./control-phrases.ts";

/** The number of controls named in the sentence; the others are counted. */
const NAMED = 3;

/**
 * Describes the state of the fleet after the pull request in one sentence of Markdown:
 *
 * "After this pull request **3 of 4,812 subscriptions have no security contact**, 2 have no budget"
 */
export function verdict(review: Review): string {
  const { summary } = review;
  const missing = notReviewed(review);
  if (summary.subscriptions === 0) return "**The fleet has no subscriptions**: there is nothing to review";
  if (missing === undefined) return `After this pull request ${sentence(review)}`;
  // Incomplete reviews are stated first, because the rest of the sentence covers only what was reviewed.
  return `**${missing}**. As far as it was reviewed, after this pull request ${sentence(review)}`;
}

/** Returns controls that fail in a subscription, the most severe first. */
function failingControls({ controls }: Review): readonly ControlVerdict[] {
  const ranks = new Map(
    [...controlCatalogue(), ...TENANT_CONTROLS].map(({ id, severity }) => [id, severityRank(severity)]),
  );
  const rank = ({ control }: ControlVerdict) => ranks.get(control) ?? 0;
  return controls.filter(({ fail }) => fail > 0).sort((a, b) => rank(a) - rank(b) || b.fail - a.fail);
}

function sentence(review: Review): string {
  const { covered, subscriptions } = review.summary;
  const [worst, ...others] = failingControls(review);
  const of = (part: number) =>
    `${count(part)} of ${count(subscriptions)} ${subscriptions === 1 ? "subscription" : "subscriptions"}`;
  if (worst !== undefined) {
    const named = others
      .slice(0, NAMED - 1)
      .map((control) => `${count(control.fail)} ${failurePhrase(review, control)}`);
    const left = others.length - named.length;
    if (left > 0) named.push(`${count(left)} more ${left === 1 ? "control fails" : "controls fail"}`);
    return [`**${of(worst.fail)} ${failurePhrase(review, worst)}**`, ...named].join(", ");
  }
  const open = subscriptions - covered;
  if (open > 0) return `**it is not known whether ${of(open)} have their whole baseline**`;
  const excepted = review.subscriptions.filter(({ findings }) =>
    findings.some(({ status }) => status === "excepted"),
  ).length;
  const whole =
    subscriptions === 1
      ? "the one subscription has its"
      : `all ${count(subscriptions)} subscriptions have their`;
  return `**${whole} whole baseline**${excepted === 0 ? "" : `, ${count(excepted)} of them with exceptions`}`;
}

function failurePhrase({ subscriptions }: Review, { control, fail }: ControlVerdict): string {
  const flawed = subscriptions.some(({ findings }) =>
    findings.some((one) => one.control === control && one.status === "fail" && one.resource !== undefined),
  );
  return failing(control, fail, flawed);
}
