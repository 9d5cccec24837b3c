import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { type Fleet, formatProblem, type LoadResult, type Problem } from "../../src/fleet/index.ts";
import { folderOf, TODAY } from "../support/fleet.ts";

/** Creates a folder with these files, by their path, and one for customers. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folderOf(files);
  mkdirSync(join(folder, "customers"), { recursive: true });
  return folder;
}

/** Lines 1 to 11. */
export const PARTNER = `partner:
  name: Fabrikam
  tenantId: 11111111-1111-1111-1111-111111111111
  role: direct-bill
baseline:
  location: westeurope
  contacts:
    security: { emails: [soc@fabrikam.example] }
    billing: { emails: [finops@fabrikam.example] }
    operations: { emails: [noc@fabrikam.example] }
  budget: { amount: 1000, startMonth: 2026-12 }
`;

/** Lines 1 to 6, one subscription. */
export const CUSTOMER = `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
  - id: 00000000-0000-0000-0000-000000000001
    name: contoso-prod
`;

/** Loads a fleet of the partner above and one customer, or of `files`. */
export function load(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: Partial<Parameters<typeof loadFleet>[1]> = {},
): LoadResult {
  const folder = folderWith({ "partner.yaml": PARTNER, "customers/contoso.yaml": CUSTOMER, ...files });
  return withoutFolder(loadFleet(folder, { today: TODAY, ...options }), folder);
}

/** Returns the formatted problems, without the name of the temporary folder. */
export function problemsOf(...args: Parameters<typeof load>): string[] {
  const result = load(...args);
  return result.ok ? [] : result.problems.map(formatProblem);
}

/** Returns the fleet with its warnings. A fleet that does not load fails the test with its problems. */
export function loaded(...args: Parameters<typeof load>): { fleet: Fleet; warnings: string[] } {
  const result = load(...args);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return { fleet: result.fleet, warnings: result.warnings.map(formatProblem) };
}

/** Returns a customer's file with `lines` in its baseline; the first is line 5. */
export function customerWithBaseline(lines: string): string {
  const indented = lines.replace(/^(?=.)/gm, "  ");
  return CUSTOMER.replace("subscriptions:", `baseline:\n${indented}\nsubscriptions:`);
}

/** Returns the problems of a customer's baseline, each without the name of the file. */
export function baselineProblems(lines: string): string[] {
  return problemsOf({ "customers/contoso.yaml": customerWithBaseline(lines) }).map((problem) =>
    problem.replace("customers/contoso.yaml:", ""),
  );
}

function withoutFolder(result: LoadResult, folder: string): LoadResult {
  const strip = (text: string) => text.replaceAll(`${folder}/`, "");
  const shorten = (problem: Problem): Problem => ({
    ...problem,
    message: strip(problem.message),
    ...(problem.position === undefined
      ? {}
      : { position: { ...problem.position, file: strip(problem.position.file) } }),
  });
  const warnings = result.warnings.map(shorten);
  return result.ok
    ? { ...result, warnings }
    : { ...result, problems: result.problems.map(shorten), warnings };
}
