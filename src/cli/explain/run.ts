import {
  type ExplainedControl,
  type ExplainedValue,
  type Explanation,
  explain,
} from "../../controls/explanation.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { findSubscription } from "../../fleet/find.ts";
import type { Fleet, Origin } from "../../fleet/index.ts";
import type { Console } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, readFleet } from "../fleet-input.ts";
import { showProblems, showWarnings } from "../problems.ts";

export interface ExplainOptions extends FleetOptions {
  /** Subscriptions by id, name, or `customer/name`; at least one. */
  readonly subscriptions: readonly string[];
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** `csp-baseline explain`: shows merged baselines with the origin of each value. */
export function explainSubscriptions(options: ExplainOptions, console: Console): ExitCode {
  const loaded = readFleet(options, console, "keep");
  if ("problems" in loaded) {
    showProblems(loaded.problems, console);
    return EXIT.invalid;
  }
  const subscriptions = options.subscriptions.map((name) => findSubscription(loaded.fleet, name));
  const files = new Set(subscriptions.map((one) => one.position().file));
  showWarnings(
    loaded.warnings.filter(({ position }) => position !== undefined && files.has(position.file)),
    console,
  );
  const explanations = subscriptions.map((one) => explain(loaded.fleet, one));
  if (options.format === "json") console.out(explanationsJson(explanations));
  else {
    for (const [index, explanation] of explanations.entries()) {
      if (index > 0) console.out("");
      show(explanation, loaded.fleet, console);
    }
  }
  return EXIT.ok;
}

function show(explanation: Explanation, { partner }: Fleet, console: Console): void {
  const { controls, signInTenantId, stackId, state, subscription, values } = explanation;
  const { customer } = subscription;
  const dim = (text: string) => console.style("dim", text);
  const whose = signInTenantId === partner.tenantId ? partner.name : customer.displayName;
  const head: readonly (readonly [string, string, string])[] = [
    ["subscription", `${customer.key}/${subscription.name}`, at(subscription.position())],
    ["id", subscription.id, ""],
    ["customer", escapeControls(customer.displayName), at(customer.position())],
    ["tenant", customer.tenantId, ""],
    ["access", `${customer.access.model}, signed in to ${signInTenantId}`, escapeControls(whose)],
    ["stack", stackId, ""],
    ["state", `${state.type}: ${state.key}`, ""],
  ];
  const lines = [
    ...head.map(([key, value, note]): Line => [`${key}: ${value}`, note]),
    ["", ""] as const,
    ["baseline:", ""] as const,
    ...values.flatMap((value, index) => valueLines(value, values[index - 1])),
    ["", ""] as const,
    ["controls:", ""] as const,
    ...controls.map(controlLine),
  ];
  const width = Math.min(56, Math.max(...lines.map(([text]) => text.length)));
  for (const [text, note] of lines) {
    console.out(note === "" ? text : `${text.padEnd(width)}  ${dim(`# ${note}`)}`);
  }
}

/** The value, with the comment after it. */
type Line = readonly [text: string, note: string];

/** Returns the value, or only its keys that the previous origin has not shown. */
function valueLines({ origin, path, value }: ExplainedValue, before: ExplainedValue | undefined): Line[] {
  let shared = 0;
  while (shared < path.length - 1 && path[shared] === before?.path[shared]) shared += 1;
  const parents = path
    .slice(shared, -1)
    .map((key, index): Line => [`${indent(shared + index)}${yamlText(key)}:`, ""]);
  const depth = path.length - 1;
  const key = `${indent(depth)}${yamlText(path.at(-1) ?? "")}:`;
  const note = originNote(origin);
  if (!Array.isArray(value) || value.length === 0) return [...parents, [`${key} ${yamlValue(value)}`, note]];
  const inline = `${key} [${value.map(yamlValue).join(", ")}]`;
  if (inline.length <= 56 && value.every((one) => typeof one !== "object"))
    return [...parents, [inline, note]];
  return [
    ...parents,
    [key, note],
    ...value.map((one): Line => [`${indent(depth + 1)}- ${yamlValue(one)}`, ""]),
  ];
}

function indent(depth: number): string {
  return "  ".repeat(depth + 1);
}

function originNote(origin: Origin | undefined): string {
  return origin === undefined ? "default" : `${origin.layer}, ${at(origin.position)}`;
}

function at({ file, line }: { readonly file: string; readonly line: number }): string {
  return escapeControls(`${file}:${line}`);
}

function yamlValue(value: unknown): string {
  if (typeof value === "string") return yamlText(value);
  if (Array.isArray(value)) return `[${value.map(yamlValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([key, inner]) => `${yamlText(key)}: ${yamlValue(inner)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Formats a value as in a file: without quotes if YAML reads it as the same text. */
function yamlText(text: string): string {
  const isBare = /^([A-Za-z/][\w.@/+-]*|https:\/\/[\w.:/-]+|\d{4}-\d\d)$/.test(text);
  const isWord = /^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isBare && !isWord ? text : escapeControls(JSON.stringify(text));
}

function controlLine({ exception, id, packs, required, status }: ExplainedControl): Line {
  const kind = required ? "required" : packs.length > 0 ? `required by ${packs.join(", ")}` : "optional";
  if (exception === undefined) return [`  ${id}: ${status === "off" ? "off" : kind}`, ""];
  const until = status === "lapsed" ? "exception ended" : "excepted until";
  const note = `${escapeControls(exception.reason)} (${exception.approvedBy}), ${at(exception.position)}`;
  return [`  ${id}: ${kind}, ${until} ${exception.expires}`, note];
}

/** For one subscription `csp-baseline/explain/v1`, for several a list of these: `csp-baseline/explain-list/v1`. */
function explanationsJson(explanations: readonly Explanation[]): string {
  const [first, ...others] = explanations.map(reportOf);
  const report =
    others.length === 0
      ? first
      : { schema: "csp-baseline/explain-list/v1", explanations: [first, ...others] };
  return JSON.stringify(report, undefined, 2);
}

function reportOf({ controls, signInTenantId, stackId, state, subscription, values }: Explanation) {
  const { customer } = subscription;
  return {
    schema: "csp-baseline/explain/v1",
    subscription: { id: subscription.id, name: subscription.name, location: subscription.position() },
    customer: { key: customer.key, displayName: customer.displayName, tenantId: customer.tenantId },
    access: { model: customer.access.model, signInTenantId },
    stack: stackId,
    state,
    values: values.map(({ origin, path, value }) => ({
      path,
      value,
      layer: origin?.layer ?? "default",
      ...(origin === undefined ? {} : { location: origin.position }),
    })),
    controls: controls.map(({ exception, id, required, status }) => {
      if (exception === undefined) return { id, required, status };
      const { position, ...rest } = exception;
      return { id, required, status, exception: { ...rest, location: position } };
    }),
  };
}
