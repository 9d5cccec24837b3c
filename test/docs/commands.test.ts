import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { processConsole } from "../../src/cli/console.ts";
import { programOf } from "../../src/cli/program.ts";
import { allPages, type Page, ROOT, readPage } from "./support/page.ts";

const program = programOf({ console: processConsole(), options: {}, end: () => {} });

/** Returns the text after `csp-baseline` in the code of a page, up to the end of the command. */
function calls({ blocks, spans }: Page): string[] {
  const shell = blocks
    .filter(({ language }) => language !== "ts")
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"));
  return [...shell, ...spans].flatMap((line) =>
    line
      .replace(/ #.*/, "")
      .split(/(?:^|[\s"'])(?:npx )?csp-baseline(?= [a-z]|$)/)
      .slice(1)
      .map((rest) => rest.split(/[|;&>`]|\s--\s/)[0]?.trim() ?? "")
      .filter((rest) => rest !== ""),
  );
}

/** Returns the verb of a call, including verbs of verbs: `partner score`. */
function commandOf(words: readonly string[]): Command | undefined {
  let found: Command = program;
  for (const word of words) {
    const next = found.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    found = next;
  }
  return found === program ? undefined : found;
}

test.each(allPages().map((page) => [page.path, page] as const))(
  "every command in %s exists, with its options",
  (_, page) => {
    for (const call of calls(page)) {
      const words = call.split(/\s+/);
      // Commander's own: help VERB.
      if (!/^[a-z][a-z-]*$/.test(words[0] ?? "") || words[0] === "help") continue;
      const command = commandOf(words);
      expect(command, `csp-baseline ${call}`).toBeDefined();
      const options = [...(command?.options ?? []), ...program.options].map(({ long }) => long);
      for (const [option] of call.matchAll(/(?<=^|\s|\[)--[a-z][a-z0-9-]*/g))
        if (option !== "--help") expect(options, `csp-baseline ${call}`).toContain(option);
    }
  },
);

function withVerbsOfVerbs(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withVerbsOfVerbs)];
}

/** Options of cdktf's own command on the pages. */
const OF_CDKTF: ReadonlySet<string> = new Set(["--skip-provider-lock", "--hcl"]);

test("every single option on a page is an option of a command", () => {
  const options = new Set(
    withVerbsOfVerbs(program).flatMap((command) => command.options.map(({ long }) => long)),
  );
  for (const { path, spans } of allPages().filter(({ path }) => path.startsWith("docs/"))) {
    for (const [option] of spans.flatMap((span) => [...span.matchAll(/^--[a-z][a-z0-9-]*/g)]))
      if (!OF_CDKTF.has(option)) expect([...options], `${path}: ${option}`).toContain(option);
  }
});

test("the page of commands has a section for every verb", () => {
  const { text } = readPage("docs/commands.md");
  for (const verb of program.commands.filter((command) => !command.name().startsWith("_")))
    expect(text, verb.name()).toContain(`\n## ${verb.name()}\n`);
});

test("every npm script that a page names is in package.json", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  for (const { blocks, path, spans } of allPages()) {
    const code = [...spans, ...blocks.map(({ text }) => text)].join("\n");
    for (const [, name = ""] of code.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g))
      expect(Object.keys(scripts), `${path}: npm run ${name}`).toContain(name);
  }
});

test("an unknown command or option is detected", () => {
  const page = { blocks: [], spans: ["csp-baseline synth --nothing", "npx csp-baseline vanish"] };
  const [first = "", second = ""] = calls({ ...page, path: "", text: "", links: [], anchors: new Set() });
  expect(commandOf(first.split(" "))?.options.map(({ long }) => long)).not.toContain("--nothing");
  expect(commandOf(second.split(" "))).toBeUndefined();
});
