import type { Review } from "../../review/model.ts";
import type { RenderContext } from "../context.ts";
import { json } from "../review/json.ts";
import { junit } from "../review/junit.ts";
import { sarif } from "../review/sarif.ts";
import { githubComment, markdown } from "./markdown.ts";

export type { RenderContext } from "../context.ts";
export { annotations } from "../review/annotations.ts";
export { MARKER, stepSummary } from "./markdown.ts";

/** `github` is the comment of a pull request. */
export const REVIEW_FORMATS = ["markdown", "github", "json", "sarif", "junit"] as const;

export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

const RENDERERS: Readonly<Record<ReviewFormat, (review: Review, context: RenderContext) => string>> = {
  markdown,
  github: githubComment,
  json,
  sarif,
  junit,
};

/** A review as text, ending in a line break. The same review and context give the same bytes. */
export function renderReview(review: Review, format: ReviewFormat, context: RenderContext): string {
  return RENDERERS[format](review, context);
}
