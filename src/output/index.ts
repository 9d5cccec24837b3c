import type { Review } from "../review/model.ts";
import type { RenderContext } from "./context.ts";
import { json } from "./json.ts";
import { reviewJunit } from "./junit.ts";
import { azureDevOpsComment, githubComment, markdown } from "./markdown/markdown.ts";
import { reviewSarif } from "./sarif-review.ts";

export { annotations } from "./annotations.ts";
export type { RenderContext } from "./context.ts";
export { FindingsFile } from "./findings-file.ts";
export { auditJunit } from "./junit.ts";
export { MARKER, stepSummary } from "./markdown/markdown.ts";
export { auditSarif } from "./sarif-audit.ts";

/** `github` and `azure-devops` are the comment of a pull request there. */
const REVIEW_FORMATS = ["markdown", "github", "azure-devops", "json", "sarif", "junit"] as const;

export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

const RENDERERS: Readonly<Record<ReviewFormat, (review: Review, context: RenderContext) => string>> = {
  markdown,
  github: githubComment,
  "azure-devops": azureDevOpsComment,
  json,
  sarif: reviewSarif,
  junit: reviewJunit,
};

/** Renders a review as text that ends with a line break. The same review and context give the same bytes. */
export function renderReview(review: Review, format: ReviewFormat, context: RenderContext): string {
  return RENDERERS[format](review, context);
}
