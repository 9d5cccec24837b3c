import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { AuditFinding } from "../findings/index.ts";
import type { Fleet, Position } from "../fleet/index.ts";
import { ownRepository, ownVersion } from "../text/own-package.ts";
import { cut, oneLine } from "../text/visible.ts";
import { nameOfFinding } from "./names.ts";
import { relativeUri } from "./place.ts";
import { levelOf, type SarifRule } from "./sarif-rules.ts";
import { counted } from "./wording.ts";

/*
 * Limits of GitHub code scanning: 20 runs in a file, 25,000 results and 25,000 rules in a run, 20 tags stored and 10 shown,
 * 10 MB after gzip. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const MOST_RESULTS = 25_000;
/** Less than 10 MB in both definitions of a megabyte. */
const MOST_BYTES = 9_500_000;
const LONGEST_MESSAGE = 1000;

/** The input of one SARIF run. */
export interface SarifRun {
  /** Identifies the command in code scanning: ends with a slash. */
  readonly id: string;
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly rules: readonly SarifRule[];
  /** Results that are always kept, before the others. */
  readonly first?: readonly SarifResult[];
  /** Findings that do not pass, the worst first. */
  readonly findings: readonly AuditFinding[];
  /** Reasons why results may be missing. */
  readonly notes: readonly string[];
  readonly fleet: Fleet;
}

export type SarifResult = ReturnType<typeof sarifResult>;

/**
 * Renders SARIF 2.1.0: a rule for each control, and a result for each finding at its line of the fleet. Excepted
 * findings are suppressed with their reason. An unknown finding is a warning, because GitHub ignores SARIF's kinds.
 * When there are more results than GitHub accepts, the last are left out and a notification gives their number.
 */
export function sarifLog(run: SarifRun): string {
  const { findings, first = [], fleet, rules } = run;
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const most = findings.slice(0, MOST_RESULTS - first.length);
  const results = [...first, ...most.map((finding) => findingResult(finding, fleet))].map((result) => {
    const ruleIndex = index.get(result.ruleId);
    return ruleIndex === undefined ? result : { ...result, ruleIndex };
  });
  const all = first.length + findings.length;
  const written = (kept: number) => JSON.stringify(logOf(run, results.slice(0, kept), all), undefined, 1);
  let kept = results.length;
  let text = written(kept);
  for (let bytes = gzipped(text); bytes > MOST_BYTES && kept > 0; bytes = gzipped(text)) {
    kept = Math.floor(((kept * MOST_BYTES) / bytes) * 0.98);
    text = written(kept);
  }
  return `${text}\n`;
}

/** Called only for large files, because compressing takes time. */
function gzipped(text: string): number {
  return text.length * 3 < MOST_BYTES ? 0 : gzipSync(text).length;
}

function logOf({ generatedAt, id, notes, rules }: SarifRun, results: readonly SarifResult[], all: number) {
  const left = all - results.length;
  const texts = [
    ...(left > 0
      ? [`${counted(left, "result")} of ${all} left out, the least severe: the JSON has all of them.`]
      : []),
    ...notes,
  ];
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "csp-baseline",
            version: ownVersion(),
            semanticVersion: ownVersion(),
            informationUri: ownRepository(),
            rules,
          },
        },
        automationDetails: { id },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: generatedAt,
            toolExecutionNotifications: texts.map((text) => {
              return { level: "warning", message: { text: messageText(text) } };
            }),
          },
        ],
        results,
      },
    ],
  };
}

function findingResult(finding: AuditFinding, fleet: Fleet): SarifResult {
  const { control, customer, exception, fix, location, message, movement, severity, status, subscriptionId } =
    finding;
  const stated = status === "unknown" ? `unknown: ${message}` : message;
  return sarifResult({
    ruleId: control,
    level: status === "unknown" ? "warning" : levelOf(severity),
    text: `${nameOfFinding(finding)}: ${withFix(stated, fix)}`,
    place: location,
    fleet,
    // Independent of the position of the subscription in a file and of the message.
    fingerprint: ["controlAndSubscription/v1", `${control}/${subscriptionId}`],
    properties: { subscriptionId, customer, status },
    ...(movement === undefined ? {} : { baselineState: movement === "new" ? "new" : "unchanged" }),
    ...(status !== "excepted" || exception === undefined
      ? {}
      : {
          justification: `${exception.reason} (until ${exception.expires}, approved by ${exception.approvedBy})`,
        }),
  });
}

export function withFix(message: string, fix: string | undefined): string {
  return fix === undefined ? message : `${message}. To do: ${fix}`;
}

interface ResultProps {
  readonly ruleId: string;
  readonly level: "error" | "warning" | "note";
  readonly text: string;
  /** Undefined for the partner's entry of the fleet, because code scanning requires a location. */
  readonly place: Position | undefined;
  readonly fleet: Fleet;
  /** The name and the value that identify the result. */
  readonly fingerprint: readonly [string, string];
  readonly properties: Readonly<Record<string, string>>;
  readonly baselineState?: "new" | "unchanged";
  /** The reason of its suppression. */
  readonly justification?: string;
}

export function sarifResult(props: ResultProps) {
  const { baselineState, fleet, justification, level, properties, ruleId, text } = props;
  const place = props.place ?? fleet.partner.locate(["partner"]);
  const [name, identity] = props.fingerprint;
  return {
    ruleId,
    level,
    ...(baselineState === undefined ? {} : { baselineState }),
    message: { text: messageText(text) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(place, fleet) },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
    partialFingerprints: { [name]: createHash("sha256").update(identity).digest("hex").slice(0, 32) },
    ...(justification === undefined
      ? {}
      : {
          suppressions: [{ kind: "external", status: "accepted", justification: oneLine(justification) }],
        }),
    properties,
  };
}

/** Escapes a message: brackets make links and braces stand for arguments (SARIF 2.1.0, 3.11.5 and 3.11.6). */
function messageText(text: string): string {
  return cut(oneLine(text), LONGEST_MESSAGE)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
}
