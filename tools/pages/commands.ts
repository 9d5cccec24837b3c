import type { Argument, Command, Option } from "commander";
import { EXIT } from "../../src/cli/exit-codes.ts";
import { programOf } from "../../src/cli/program.ts";
import { tableHead, tableRow } from "../../src/text/markdown.ts";

/** Renders docs/commands.md: every verb with its arguments and options, from the command's own declarations. */
export function commandsPage(): string {
  const silent = () => {};
  const console = {
    out: silent,
    err: silent,
    progress: silent,
    style: (_: unknown, text: string) => text,
    env: {},
    now: () => new Date(0),
  };
  const program = programOf({ console, options: {}, end: silent });
  const verbs = visible(program);
  const blocks = [
    "# Commands",
    `Every verb of \`${program.name()}\`, as \`${program.name()} help VERB\` shows it. \`${program.name()}\` is \`npx ${program.name()}\`, as in all pages: [How to run it](README.md).`,
    `Exit codes: ${EXIT.ok} success, ${EXIT.findings} findings, ${EXIT.invalid} usage error or invalid input, ${EXIT.outside} external failure. Results go to stdout, messages to stderr.`,
    [
      tableHead(["verb", "what it does"]),
      ...verbs.map((verb) => tableRow([`[\`${verb.name()}\`](#${verb.name()})`, cell(verb.description())])),
    ].join("\n"),
    "Options of every verb, before or after it:",
    [
      tableHead(["option", ""]),
      ...program.options.map(({ description, flags }) => tableRow([`\`${flags}\``, cell(description)])),
    ].join("\n"),
    ...verbs.flatMap((verb) => sections(verb, [], 2)),
  ];
  return `<!-- Generated from src/cli by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function visible(command: Command): Command[] {
  const help = command.createHelp();
  return help.visibleCommands(command).filter((verb) => verb.name() !== "help");
}

function sections(verb: Command, above: readonly string[], depth: number): string[] {
  const path = [...above, verb.name()];
  const help = verb.createHelp();
  const options = help.visibleOptions(verb).filter(({ long }) => long !== "--help");
  const values = verb.registeredArguments;
  const rows = [
    ...values.map((value) => tableRow([`\`${argumentText(value)}\``, cell(value.description), ""])),
    ...options.map((option) =>
      tableRow([`\`${option.flags}\``, cell(help.optionDescription(option)), choicesOf(option)]),
    ),
  ];
  const usage = ["csp-baseline", ...path, ...values.map(argumentText)].join(" ");
  const below = visible(verb);
  return [
    `${"#".repeat(depth)} ${path.join(" ")}`,
    `${sentence(verb.description())}`,
    ...(below.length > 0 ? [] : [`\`\`\`sh azure\n${usage}\n\`\`\``]),
    ...(rows.length > 0 ? [[tableHead(["argument or option", "", "choices"]), ...rows].join("\n")] : []),
    ...below.flatMap((inner) => sections(inner, path, depth + 1)),
  ];
}

function argumentText(value: Argument): string {
  const name = `${value.name()}${value.variadic ? "..." : ""}`;
  return value.required ? `<${name}>` : `[${name}]`;
}

function choicesOf({ argChoices }: Option): string {
  return (argChoices ?? []).map((choice) => `\`${choice}\``).join(", ");
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Escapes angle brackets, which would be HTML. */
function cell(text: string): string {
  return text.replace(/ \(choices: [^)]*\)/, "").replace(/[<>]/g, (mark) => (mark === "<" ? "&lt;" : "&gt;"));
}
