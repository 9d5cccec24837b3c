import { type PreviewedStack, sum } from "../../runner/index.ts";
import { printable } from "../../text/printable.ts";
import { type Console, count, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { label, type RunInput } from "../run-input.ts";
import { changesText } from "../run-report.ts";

const SHOWN = 100;

/** `deploy --dry-run`: returns 2 when `deploy` would refuse a plan, as `deploy` does. */
export function showPreview(
  stacks: readonly PreviewedStack[],
  input: RunInput,
  { format }: { readonly format?: "human" | "json" },
  console: Console,
): ExitCode {
  if (format === "json") console.out(previewJson(stacks, input));
  else show(stacks, input, console);
  return stacks.some(({ status }) => status === "refused") ? EXIT.invalid : EXIT.ok;
}

function show(stacks: readonly PreviewedStack[], input: RunInput, console: Console): void {
  const of = (wanted: PreviewedStack["status"]) => stacks.filter(({ status }) => status === wanted);
  const toApply = of("to-apply");
  const refused = of("refused");
  for (const { changes, id } of toApply.slice(0, SHOWN)) {
    console.out(
      `${console.style("yellow", "to apply")}  ${label(input, id)}: ${changes === undefined ? "changes unknown" : changesText(changes)}`,
    );
  }
  if (toApply.length > SHOWN)
    console.out(`... and ${count(toApply.length - SHOWN)} more; --format json lists all`);
  for (const { id, message = "" } of refused.slice(0, SHOWN))
    console.err(`${console.style("red", "refused")}   ${label(input, id)}: ${printable(message)}`);
  if (refused.length > SHOWN) console.err(`... and ${count(refused.length - SHOWN)} more refused`);
  const changes = sum(toApply.flatMap((one) => one.changes ?? []));
  const others = [
    [of("unchanged").length, "without changes"],
    [of("applied").length, "applied by an earlier run"],
    [refused.length, "refused"],
  ] as const;
  const rest = others
    .filter(([number]) => number > 0)
    .map(([number, words]) => `, ${count(number)} ${words}`);
  console.out(`${counted(toApply.length, "stack")} to apply: ${changesText(changes)}${rest.join("")}`);
  console.err("nothing was applied: this is a dry run");
}

/** `csp-baseline/deploy-dry-run/v1` */
function previewJson(stacks: readonly PreviewedStack[], input: RunInput): string {
  const report = {
    schema: "csp-baseline/deploy-dry-run/v1",
    changes: sum(
      stacks.flatMap(({ changes, status }) => (status === "to-apply" && changes ? [changes] : [])),
    ),
    stacks: stacks.map((stack) => ({ name: null, customer: null, ...input.nameOf(stack.id), ...stack })),
  };
  return JSON.stringify(report, undefined, 2);
}
