import type { Review } from "../review/model.ts";
import type { RenderContext } from "./context.ts";
import { json } from "./json.ts";
import { reviewJunit } from "./junit.ts";
import { githubComment, markdown } from "./markdown/markdown.ts";
import { reviewSarif } from "./sarif-review.ts";

export { annotations } from "./annotations.ts";
export type { RenderContext } from "./context.ts";
export { FindingsFile } from "./findings-file.ts";
export { auditJunit } from "./junit.ts";
export { MARKER, stepSummary } from "./markdown/markdown.ts";
export { auditSarif } from "./sarif-audit.ts";

/** `github` is the comment of a pull request. */
const REVIEW_FORMATS = ["markdown", "github", "json", "sarif", "junit"] as const;

export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

const RENDERERS: Readonly<Record<ReviewFormat, (review: Review, context: RenderContext) => string>> = {
  markdown,
  github: githubComment,
  json,
  sarif: reviewSarif,
  junit: reviewJunit,
};

/** Renders a review as text that ends with a line break. The same review and context give the same bytes. */
export function renderReview(review: Review, format: ReviewFormat, context: RenderContext): string {
  return RENDERERS[format](review, context);
}
