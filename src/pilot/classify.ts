import { isRecord, member } from "../text/json.ts";
import type { AnswerDifference } from "./compare.ts";
import { withoutToken } from "./pages.ts";
import type { Replayed } from "./replayed.ts";
import { idOf } from "./seed.ts";

/**
 * Names reads that Azure answered with an earlier state: a later read of the same, without a write between them, has no
 * difference. Such reads are `late`, and not wrong.
 */
export function withLateness(all: readonly Replayed[]): readonly Replayed[] {
  return all.map((one, index) => {
    const { azure, differences, exchange } = one;
    if (exchange.method !== "GET" || differences.every(({ kind }) => kind === "slow")) return one;
    const after = laterRead(all, index);
    if (after === undefined) return one;
    const milliseconds = Date.parse(after.exchange.at) - Date.parse(exchange.at);
    const [first] = differences;
    const late: AnswerDifference = {
      kind: "late",
      place: first?.place ?? "",
      azure:
        azure.status === one.sandbox.status
          ? `an earlier state; the new one within ${seconds(milliseconds)}`
          : `${azure.status}; ${after.azure.status} within ${seconds(milliseconds)}`,
      sandbox: "at once",
    };
    return { ...one, differences: [late, ...differences.filter(({ kind }) => kind === "slow")] };
  });
}

/** The next read of the same that shows no difference, before the next write to it. */
function laterRead(all: readonly Replayed[], index: number): Replayed | undefined {
  const first = all[index];
  if (first === undefined) return undefined;
  const path = withoutToken(first.exchange.path);
  const id = idOf(first.exchange.path);
  for (const one of all.slice(index + 1)) {
    const { method, path: other } = one.exchange;
    if (method === "GET" && withoutToken(other) === path) {
      if (one.differences.every(({ kind }) => kind === "slow")) return one;
    } else if (method !== "GET" && method !== "POST" && idOf(other).startsWith(id)) return undefined;
  }
  return undefined;
}

function seconds(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}

/**
 * Names answers in the shape of another API version: Azure's members in one version are those of the sandbox in
 * another one, of the same resource.
 */
export function withVersions(all: readonly Replayed[]): readonly Replayed[] {
  const shapes = new Map<string, Map<string, string>>();
  for (const { exchange, sandbox } of all) {
    const shape = shapeOf(sandbox.body);
    const version = versionOf(exchange.path);
    if (shape === undefined || version === undefined || sandbox.status !== 200) continue;
    const id = idOf(exchange.path);
    const known = shapes.get(id) ?? new Map<string, string>();
    // The oldest version with a shape names it.
    const older = known.get(shape);
    if (older === undefined || version < older) known.set(shape, version);
    shapes.set(id, known);
  }
  return all.map((one) => {
    const { azure, differences, exchange, sandbox } = one;
    const kinds = new Set(differences.map(({ kind }) => kind));
    if (!kinds.has("missing") && !kinds.has("added") && !kinds.has("type")) return one;
    const shape = shapeOf(azure.body);
    if (shape === undefined || shape === shapeOf(sandbox.body)) return one;
    const version = shapes.get(idOf(exchange.path))?.get(shape);
    const asked = versionOf(exchange.path);
    if (version === undefined || asked === undefined) return one;
    const found: AnswerDifference = {
      kind: "version",
      place: "properties",
      azure: `the shape of ${version}`,
      sandbox: `the shape of ${asked}`,
    };
    return { ...one, differences: [found, ...differences.filter(({ kind }) => kind === "slow")] };
  });
}

function versionOf(path: string): string | undefined {
  return /[?&]api-version=([\w-]+)/i.exec(path)?.[1];
}

/** The members of a resource's properties, two levels deep. */
function shapeOf(body: unknown): string | undefined {
  const properties = member(body, "properties");
  if (!isRecord(properties)) return undefined;
  return Object.entries(properties)
    .map(([name, value]) => `${name}:${Array.isArray(value) ? "list" : typeof value}`)
    .sort()
    .join(",");
}
