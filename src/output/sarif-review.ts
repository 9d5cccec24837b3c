import { controlCatalogue, TENANT_CONTROLS } from "../controls/index.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import type { Review } from "../review/model.ts";
import type { RenderContext } from "./context.ts";
import { notReviewed } from "./not-reviewed.ts";
import { sarifLog } from "./sarif.ts";
import { pageOf, sarifRule } from "./sarif-rules.ts";
import { counted } from "./wording.ts";
import { worstFirst } from "./worst-first.ts";

const MOST_PROBLEMS = 100;

/** Renders the findings of a review as SARIF, with the rules of the catalogue and of the gate. */
export function reviewSarif(review: Review, { fleet }: RenderContext): string {
  return sarifLog({
    id: "csp-baseline/",
    generatedAt: review.generatedAt,
    rules: [...controlCatalogue(), STACK_CONTROL, ...TENANT_CONTROLS].map((control) =>
      sarifRule(control, pageOf(control)),
    ),
    findings: worstFirst(review.subscriptions.flatMap(({ findings }) => findings)),
    notes: notesOf(review),
    fleet,
  });
}

function notesOf(review: Review): readonly string[] {
  const { problems } = review;
  const missing = notReviewed(review);
  return [
    ...(missing === undefined ? [] : [`The review is incomplete: ${missing}.`]),
    ...problems.slice(0, MOST_PROBLEMS).map(({ file, message }) => `${file}: ${message}`),
    ...(problems.length > MOST_PROBLEMS
      ? [`${counted(problems.length - MOST_PROBLEMS, "more problem")} with plan files.`]
      : []),
  ];
}
