import { join } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type Console, processConsole } from "../../src/cli/console.ts";
import { packs } from "../../src/cli/packs/run.ts";
import { partnerDuties } from "../../src/cli/partner/duties/run.ts";
import { synth } from "../../src/cli/synth/run.ts";
import { mark, nextSteps, wrapped } from "../../src/cli/terminal.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const plainStyle: Console["style"] = (_, text) => text;
const colourStyle: Console["style"] = (style, text) => styleText(style, text, { validateStream: false });

describe("a wrapped line", () => {
  test("breaks between words, and indents what follows", () => {
    const text = "open  it was never attested, and no interface of Microsoft shows it";
    expect(wrapped(text, { columns: 40 }, 6).split("\n")).toEqual([
      "open  it was never attested, and no",
      "      interface of Microsoft shows it",
    ]);
  });

  test("keeps its words, their order and the spaces of columns within the width", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/)),
        fc.integer({ min: 40, max: 200 }),
        (words, columns) => {
          const text = words.join(" ");
          const lines = wrapped(text, { columns }, 4).split("\n");
          expect(lines.map((line) => line.trim()).join(" ")).toBe(text);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  test("leaves a long word whole, so that a command or an id can be copied", () => {
    const id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg";
    expect(wrapped(`the resource ${id} is gone`, { columns: 40 }, 2).split("\n")).toContain(`  ${id}`);
  });

  test("counts characters without colors", () => {
    const red = mark({ style: colourStyle }, "fail", "critical");
    const text = `${red} ${"a ".repeat(14).trim()}`;
    expect(wrapped(text, { columns: 40 }, 2)).toBe(text);
  });

  test("stays one line where there is no terminal", () => {
    const text = "word ".repeat(100);
    expect(wrapped(text, {}, 2)).toBe(text);
  });
});

test("next steps are aligned, and nothing where there are none", () => {
  const steps = [
    ["a", "first"],
    ["long command", "second"],
  ] as const;
  expect(nextSteps(steps, { style: plainStyle })).toEqual([
    "Next",
    "  a             first",
    "  long command  second",
  ]);
  expect(nextSteps([], { style: plainStyle })).toEqual([]);
});

describe("a process's terminal", () => {
  const { columns, isTTY } = process.stdout;
  const { CI } = process.env;
  afterEach(() => {
    Object.assign(process.stdout, { columns, isTTY });
    if (CI === undefined) delete process.env["CI"];
    else process.env["CI"] = CI;
  });

  test("has a width, except in a CI or where results go to a file", () => {
    delete process.env["CI"];
    Object.assign(process.stdout, { columns: 93, isTTY: true });
    expect(processConsole().columns).toBe(93);
    process.env["CI"] = "true";
    expect(processConsole().columns).toBeUndefined();
    delete process.env["CI"];
    Object.assign(process.stdout, { isTTY: false });
    expect(processConsole().columns).toBeUndefined();
  });
});

/** Words that are longer than a line: addresses, commands and folders. */
const LONG = /\S{30,}/;

async function linesOf(run: (console: Console) => unknown, columns?: number, style = plainStyle) {
  const lines: string[] = [];
  const add = (text: string) => lines.push(...text.split("\n"));
  await run({
    out: add,
    err: add,
    progress: () => {},
    style,
    ...(columns === undefined ? {} : { columns }),
    env: {},
    now: () => new Date("2026-11-24T02:00:00Z"),
  });
  return lines;
}

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const COMMANDS: readonly (readonly [string, (console: Console) => unknown])[] = [
  ["packs", (console) => packs({ fleet }, console)],
  ["synth", (console) => synth({ fleet, out: join(temporaryFolder(), "cdktf.out") }, console)],
  ["partner duties", (console) => partnerDuties({ fleet }, console)],
];

describe.each(COMMANDS)("csp-baseline %s", (_, run) => {
  test.each([80, 200])("fits a terminal of %i columns", async (columns) => {
    const lines = await linesOf(run, columns);
    for (const line of lines.filter((one) => !LONG.test(one)))
      expect(line.length).toBeLessThanOrEqual(columns);
  });

  test("has the same words in color, without color, at any width and in the log of a CI", async () => {
    const words = (lines: readonly string[]) =>
      stripVTControlCharacters(lines.join(" "))
        .replace(/\S*csp-baseline-\S*/g, "")
        .split(/\s+/);
    const log = words(await linesOf(run));
    expect(words(await linesOf(run, 80))).toEqual(log);
    expect(words(await linesOf(run, 200, colourStyle))).toEqual(log);
  });
});

test("packs lists each requirement of the rules once", async () => {
  const lines = await linesOf((console) => packs({ fleet, name: "cis-6" }, console));
  expect(lines.filter((line) => line === "  asks for action-group, activity-log-alerts")).toHaveLength(1);
  expect(lines.find((line) => line.includes("6.1.2.10"))).toMatch(
    /^ {4}6\.1\.2\.10 {2,}An activity log alert/,
  );
});

test("synth's next step names a stack that it wrote", async () => {
  const out = join(temporaryFolder(), "cdktf.out");
  const only = "00000000-0000-0000-0000-000000000002";
  const lines = await linesOf((console) => synth({ fleet, out, only: [only] }, console));
  expect(lines.join("\n")).toContain(`stacks/${only} init`);
});
