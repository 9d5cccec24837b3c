import type { Argument, Command, Option } from "commander";

/** The kinds of values at a place of the command line. */
export type Values =
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  /** Files and folders. */
  | { readonly kind: "files" }
  /** Names in the fleet, which the program returns. */
  | { readonly kind: "customer" | "subscription" | "named" }
  /** Any value: no suggestions. */
  | { readonly kind: "free" };

interface CompletableOption {
  /** `--fleet`, and `-h` if there is a short form. */
  readonly names: readonly string[];
  readonly description: string;
  /** Undefined: it takes no value. */
  readonly values?: Values;
}

/** The program or one of its verbs, with its arguments and options. */
export interface CompletableVerb {
  /** The path of verbs: `["partner", "score"]`; empty for the program. */
  readonly path: readonly string[];
  readonly description: string;
  readonly verbs: readonly string[];
  readonly options: readonly CompletableOption[];
  /** In order. */
  readonly values: readonly Values[];
  /** Whether the last of them can be repeated. */
  readonly repeats: boolean;
}

/** Returns the program and all its verbs, at any depth, without those hidden from help. */
export function completableVerbs(program: Command): readonly CompletableVerb[] {
  return below(program, []);
}

function below(command: Command, path: readonly string[]): CompletableVerb[] {
  const help = command.createHelp();
  const verbs = help.visibleCommands(command);
  const own: CompletableVerb = {
    path,
    description: command.description(),
    verbs: verbs.map((verb) => verb.name()),
    options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map(option),
    values: command.registeredArguments.map(valuesOf),
    repeats: command.registeredArguments.at(-1)?.variadic === true,
  };
  return [own, ...verbs.flatMap((verb) => below(verb, [...path, verb.name()]))];
}

function option(of: Option): CompletableOption {
  const { description, long, short } = of;
  const names = [long, short].filter((name) => name !== undefined && name !== null);
  const takesValue = of.required || of.optional;
  return { names, description, ...(takesValue ? { values: valuesOf(of) } : {}) };
}

/** Derives the kind from the choices, or else from the name of the value: `<dir>`, `<customer>`. */
function valuesOf(of: Option | Argument): Values {
  if (of.argChoices !== undefined) return { kind: "choices", choices: of.argChoices };
  const name = "flags" in of ? (/[<[]([^>\]]*)[>\]]/.exec(of.flags)?.[1] ?? "") : of.name();
  const words = name
    .toLowerCase()
    .replace(/\.\.\.$/, "")
    .split(/[^a-z]+/);
  if (words.includes("customer") && words.includes("subscription")) return { kind: "named" };
  if (words.includes("customer")) return { kind: "customer" };
  if (words.includes("subscription") || (words.includes("glob") && words.length === 1))
    return { kind: "subscription" };
  return words.some((word) => ["dir", "file", "path", "folder"].includes(word))
    ? { kind: "files" }
    : { kind: "free" };
}

/** Returns the options of any verb that take a value: the word after one of them is not a verb. */
export function optionsWithValue(verbs: readonly CompletableVerb[]): readonly string[] {
  const options = verbs.flatMap((verb) => verb.options);
  return [...new Set(options.filter(({ values }) => values !== undefined).flatMap(({ names }) => names))];
}

/** `/partner/score`; the program itself is the empty text. */
export function pathKey(path: readonly string[]): string {
  return path.map((verb) => `/${verb}`).join("");
}
