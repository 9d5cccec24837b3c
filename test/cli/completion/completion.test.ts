import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import { bashCompletion } from "../../../src/cli/completion/bash.ts";
import { completableVerbs } from "../../../src/cli/completion/model.ts";
import { powerShellCompletion } from "../../../src/cli/completion/powershell.ts";
import { zshCompletion } from "../../../src/cli/completion/zsh.ts";
import { processConsole } from "../../../src/cli/console.ts";
import { programOf } from "../../../src/cli/program.ts";
import { cspBaseline } from "../../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const program = programOf({ console: processConsole(), options: {}, end: () => {} });
const verbs = completableVerbs(program);

/** A program with what the real one does not have yet. */
function another(): Command {
  const command = new Command("csp-baseline");
  const partner = command.command("partner").description("what's asked");
  partner
    .command("score")
    .description("the score: of all")
    .addOption(new Option("-s, --since <day>", "it's $HOME and `id`").choices(["to day", "$(id)", "it's"]))
    .argument("<file...>");
  partner.command("secret", { hidden: true });
  return command;
}

const shells = {
  bash: bashCompletion,
  zsh: zshCompletion,
  powershell: powerShellCompletion,
};

describe.each(Object.entries(shells))("the script for %s", (shell, script) => {
  test("has every verb and every option of the program, and nothing that is hidden from help", () => {
    const text = script(verbs);
    for (const { options, path } of verbs) {
      for (const word of [...path, ...options.flatMap(({ names }) => names)]) expect(text).toContain(word);
    }
    expect(verbs.map(({ path }) => path.join(" "))).toEqual(
      expect.arrayContaining([
        "",
        "check",
        "synth",
        "plan",
        "review",
        "deploy",
        "audit",
        "explain",
        "onboard",
        "completion",
      ]),
    );
    expect(script(completableVerbs(another()))).not.toContain("secret");
  });

  test("is printed by the command", () => {
    const { status, stderr, stdout } = cspBaseline(["completion", shell]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.trimEnd()).toBe(script(verbs).trimEnd());
  });

  test("is well formed, where the shell is there to say so", () => {
    const check: Readonly<Record<string, readonly string[]>> = {
      bash: ["bash", "-n"],
      zsh: ["zsh", "-n"],
      powershell: ["pwsh", "-NoProfile", "-File"],
    };
    for (const text of [script(verbs), script(completableVerbs(another()))]) {
      const file = join(temporaryFolder(), shell === "powershell" ? "script.ps1" : "script");
      writeFileSync(file, text);
      const [command = "", ...args] = check[shell] ?? [];
      const { error, status, stderr } = spawnSync(command, [...args, file], { encoding: "utf8" });
      if (error === undefined) expect([status, stderr]).toEqual([0, ""]);
      // Without the shell: no line leaves a quote open.
      for (const line of text.split("\n")) {
        expect(line.replace(/\\['\\]/g, "").split("'").length % 2, line).toBe(1);
      }
    }
  });
});

describe("in bash", () => {
  let folder = "";
  let fleet = "";
  beforeAll(() => {
    fleet = folderOf({
      "partner.yaml": PARTNER,
      "customers/contoso.yaml": CONTOSO.replace("name: sandbox", 'name: "it is $(id) & more"'),
      "customers/other.yaml": CONTOSO.replace("contoso", "coffee")
        .replace("22222222-2222", "33333333-3333")
        .replace(/0{11}(\d)/g, "00000000001$1"),
    });
    folder = temporaryFolder();
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "some folder"));
    const main = new URL("../../../dist/src/cli/main.js", import.meta.url).pathname;
    const command = `#!/usr/bin/env bash\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(main)} "$@"\n`;
    writeFileSync(join(folder, "bin/csp-baseline"), command, { mode: 0o755 });
  });

  /** Returns bash's suggestions after these words; the last word is being typed. */
  function offered(words: readonly string[], script = bashCompletion(verbs)): string[] {
    writeFileSync(join(folder, "script"), script);
    const program = `source ./script
complete -p csp-baseline >/dev/null || exit 9
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_csp_baseline
((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}" || true`;
    const { status, stderr, stdout } = spawnSync("bash", ["-c", program, "bash", "csp-baseline", ...words], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, CSP_BASELINE_FLEET: fleet },
    });
    expect([status, stderr]).toEqual([0, expect.not.stringContaining("error")]);
    return stdout.split("\n").filter((line) => line !== "");
  }

  test.each([
    ["a verb", ["sy"], ["synth"]],
    ["an option of the verb", ["check", "--f"], ["--fleet", "--format"]],
    [
      "an option after values and other options",
      ["plan", "--fleet", "audit", "--chang"],
      ["--changed-since"],
    ],
    [
      "a choice",
      ["review", "--format", ""],
      ["human", "markdown", "github", "azure-devops", "json", "sarif", "junit"],
    ],
    ["a choice after an equals sign", ["review", "--format", "=", "s"], ["sarif"]],
    ["a choice that is an argument", ["completion", "p"], ["powershell"]],
    ["a folder", ["check", "--fleet", "so"], ["some folder"]],
    ["a customer", ["onboard", "co"], ["coffee", "contoso"]],
    ["a customer, after options", ["onboard", "--verify", "--as", "reader", "con"], ["contoso"]],
    ["a subscription", ["explain", "pr"], ["prod"]],
    [
      "a subscription of a customer, its name in quotes",
      ["explain", "contoso/i"],
      ["contoso/it\\ is\\ \\$\\(id\\)\\ \\&\\ more"],
    ],
    ["a subscription of --only", ["synth", "--only", "coffee/"], ["coffee/prod", "coffee/sandbox"]],
    [
      "an id",
      ["explain", "00000000-0000-0000-0000-00000000001"],
      ["00000000-0000-0000-0000-000000000011", "00000000-0000-0000-0000-000000000012"],
    ],
    ["nothing after the last argument", ["doctor", "prod", ""], []],
    [
      "another after an argument that repeats",
      ["explain", "prod", "coffee/"],
      ["coffee/prod", "coffee/sandbox"],
    ],
    ["a customer or a subscription", ["show", "cof"], ["coffee", "coffee/prod", "coffee/sandbox"]],
    ["nothing where anything may stand", ["synth", "--shard", ""], []],
    ["nothing where the fleet is not valid", ["explain", "--fleet", "nowhere", "pr"], []],
  ])("%s is completed", (_, words, expected) => {
    expect(offered(words)).toEqual(expected);
  });

  test("all verbs are offered, without the internal commands of the scripts", () => {
    const all = offered([""]);
    expect(all).toEqual(verbs[0]?.verbs);
    expect(all).not.toContain("__complete");
  });

  test("a verb of a verb is completed too, and choices run no command", () => {
    const script = bashCompletion(completableVerbs(another()));
    expect(offered(["partner", ""], script)).toEqual(["score", "help"]);
    expect(offered(["partner", "score", "--s"], script)).toEqual(["--since"]);
    expect(offered(["partner", "score", "--since", ""], script)).toEqual(["to day", "$(id)", "it's"]);
    expect(offered(["partner", "score", "a", "so"], script)).toEqual(["some folder"]);
  });
});

describe("the names for the scripts", () => {
  const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
  const ask = (...args: string[]) => cspBaseline(["__complete", ...args, "--fleet", fleet]).stdout;

  test("are those that begin with what is typed", () => {
    expect(ask("customer")).toBe("contoso\n");
    expect(ask("subscription", "contoso/")).toBe("contoso/prod\ncontoso/sandbox\n");
    expect(ask("subscription", "x")).toBe("");
  });

  test("are none, and no message, where there is no fleet", () => {
    expect(cspBaseline(["__complete", "customer", "--fleet", "/nowhere"])).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("are not in the help", () => {
    expect(cspBaseline(["--help"]).stdout).not.toContain("__complete");
  });
});
