import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Severity } from "../../controls/index.ts";
import type { Finding } from "../../findings/index.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import type { Review } from "../../review/model.ts";
import type { RenderContext } from "../context.ts";
import { nameOf } from "../names.ts";
import { relativeUri } from "../place.ts";
import { cut, oneLine } from "../visible.ts";
import { counted } from "../wording.ts";
import { worstFirst } from "../worst-first.ts";
import { sarifRules } from "./sarif-rules.ts";

/*
 * What GitHub code scanning takes: 20 runs in a file, 25,000 results and 25,000 rules in a run, 10 tags shown of 20,
 * 10 MB after gzip. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const MOST_RESULTS = 25_000;
/** Less than 10 MB, which may be counted either way. */
const MOST_BYTES = 9_500_000;
const LONGEST_MESSAGE = 1000;
const MOST_PROBLEMS = 100;

/**
 * SARIF 2.1.0: a rule for each control, a result for each finding that does not pass, at its line of the fleet.
 * Excepted ones are suppressed with their reason. What cannot be told is a warning: SARIF would have it as a kind of
 * its own, but GitHub does not read kinds. The worst come first; what is left out is said in a notification.
 */
export function sarif(review: Review, { fleet }: RenderContext): string {
  const rules = sarifRules();
  const open = worstFirst(review);
  const results = open.slice(0, MOST_RESULTS).map(({ finding, subscription }) => {
    const rule = rules.findIndex(({ id }) => id === finding.control);
    return resultOf(finding, subscription, rule, fleet);
  });
  const written = (kept: number) =>
    JSON.stringify(logOf(review, rules, results.slice(0, kept), open.length), undefined, 1);
  let kept = results.length;
  let text = written(kept);
  for (let bytes = gzipped(text); bytes > MOST_BYTES && kept > 0; bytes = gzipped(text)) {
    kept = Math.floor(((kept * MOST_BYTES) / bytes) * 0.98);
    text = written(kept);
  }
  return `${text}\n`;
}

/** Measured only where it may matter: it takes time. */
function gzipped(text: string): number {
  return text.length * 3 < MOST_BYTES ? 0 : gzipSync(text).length;
}

type SarifResult = ReturnType<typeof resultOf>;

function logOf(
  review: Review,
  rules: ReturnType<typeof sarifRules>,
  results: readonly SarifResult[],
  all: number,
) {
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "csp-baseline", rules } },
        automationDetails: { id: "csp-baseline/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: review.generatedAt,
            toolExecutionNotifications: notifications(review, results.length, all),
          },
        ],
        results,
      },
    ],
  };
}

function notifications({ complete, problems }: Review, kept: number, all: number) {
  const texts = [
    ...(kept < all
      ? [`${counted(all - kept, "result")} of ${all} left out, the least severe: the JSON has all of them.`]
      : []),
    ...(complete ? [] : ["The review is incomplete: not every plan could be read whole."]),
    ...problems.slice(0, MOST_PROBLEMS).map(({ file, message }) => `${file}: ${message}`),
    ...(problems.length > MOST_PROBLEMS
      ? [`${counted(problems.length - MOST_PROBLEMS, "more problem")} with plan files.`]
      : []),
  ];
  return texts.map((text) => ({ level: "warning", message: { text: messageText(text) } }));
}

function resultOf(finding: Finding, subscription: Subscription, ruleIndex: number, fleet: Fleet) {
  const { control, exception, location, severity, status } = finding;
  const place = location ?? subscription.position();
  return {
    ruleId: control,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: status === "unknown" ? "warning" : levelOf(severity),
    message: { text: messageText(sentenceOf(finding, subscription)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(place, fleet) },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
    partialFingerprints: { "controlAndSubscription/v1": fingerprint(control, subscription.id) },
    ...(status !== "excepted" || exception === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification: oneLine(
                `${exception.reason} (until ${exception.expires}, approved by ${exception.approvedBy})`,
              ),
            },
          ],
        }),
    properties: { subscriptionId: subscription.id, customer: subscription.customer.key, status },
  };
}

export function levelOf(severity: Severity): "error" | "warning" | "note" {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "note";
}

function sentenceOf({ fix, message, status }: Finding, subscription: Subscription): string {
  const name = nameOf(subscription);
  const said = status === "unknown" ? `cannot be told: ${message}` : message;
  return `${name}: ${said}${fix === undefined ? "" : `. To do: ${fix}`}`;
}

/** Does not depend on where in a file the subscription stands, nor on the words of the message. */
function fingerprint(control: string, subscriptionId: string): string {
  return createHash("sha256").update(`${control}/${subscriptionId}`).digest("hex").slice(0, 32);
}

/** In SARIF's messages brackets make links and braces stand for arguments (SARIF 2.1.0, 3.11.5 and 3.11.6). */
function messageText(text: string): string {
  return cut(oneLine(text), LONGEST_MESSAGE)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
}
