import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-5";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../support/stack.ts";
import { type Block, ROOT, readPage } from "./support/page.ts";

const page = readPage("README.md");
const block = (language: string): Block => {
  const found = page.blocks.find((one) => one.language === language);
  if (found === undefined) throw new Error(`README.md has no block of ${language}`);
  return found;
};
/** The blocks that edit a file: the edit, a run, and the command that reverts the edit. */
const edits = page.blocks
  .filter(({ language, text }) => language === "sh" && text.startsWith("sed"))
  .map(({ text }) => text.trimEnd().split("\n"));
const [emptyAddress = "", leaveOut = ""] = edits.map(([edit]) => edit ?? "");

/** Creates a folder with the example fleet, and an app that runs the built package. */
class Clone {
  readonly folder = temporaryFolder();

  constructor() {
    cpSync(`${ROOT}fleet`, join(this.folder, "fleet"), { recursive: true });
    cpSync(`${ROOT}main.ts`, join(this.folder, "main.ts"));
  }

  edit(command: string): void {
    const before = this.#texts();
    this.command(command);
    expect(this.#texts(), "the edit changes something").not.toEqual(before);
  }

  command(text: string): string {
    const { status, stderr, stdout } = spawnSync("sh", ["-c", text], { cwd: this.folder, encoding: "utf8" });
    expect(status, `${text}\n${stderr}`).toBe(0);
    return stdout;
  }

  /** Compiles `main.ts` like `npm start`. */
  start(...args: readonly string[]) {
    const built = (path: string) => JSON.stringify(`${ROOT}dist/${path}`);
    const source = readFileSync(join(this.folder, "main.ts"), "utf8")
      .replace('"./src/cli/fleet-app.ts"', built("src/cli/fleet-app.js"))
      .replace('"./stacks/index.ts"', built("stacks/index.js"));
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } });
    writeFileSync(join(this.folder, "main.mjs"), outputText);
    return spawnSync(process.execPath, ["main.mjs", "synth", ...args], {
      cwd: this.folder,
      encoding: "utf8",
    });
  }

  /** Returns the compiler's errors for `main.ts`. */
  complaints(): string {
    const file = join(this.folder, "typed.ts");
    const source = readFileSync(join(this.folder, "main.ts"), "utf8").replaceAll('from "./', `from "${ROOT}`);
    writeFileSync(file, source);
    const typeRoots = [`${ROOT}node_modules/@types`];
    const paths = { rootDir: "/", typeRoots, rewriteRelativeImportExtensions: false };
    const compilerOptions = { noEmit: true, ...paths };
    writeFileSync(join(this.folder, "package.json"), '{ "type": "module" }');
    const config = { extends: `${ROOT}tsconfig.json`, include: [], files: [file], compilerOptions };
    writeFileSync(join(this.folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = `${ROOT}node_modules/typescript/bin/tsc`;
    return spawnSync(process.execPath, [compiler, "-p", this.folder], { encoding: "utf8" }).stdout;
  }

  #texts(): string[] {
    return ["fleet/partner.yaml", "main.ts"].map((name) => readFileSync(join(this.folder, name), "utf8"));
  }
}

let clean: ReturnType<Clone["start"]>;
beforeAll(() => {
  clean = new Clone().start();
}, 120_000);

test("the README fits two screens", () => {
  expect(page.text.trimEnd().split("\n").length).toBeLessThanOrEqual(90);
});

test("the example fleet is synthesized with the numbers of the README", () => {
  expect(clean.status, clean.stderr).toBe(0);
  const [controls = ""] = page.text.match(/^Controls .*$/m) ?? [];
  expect(controls).not.toBe("");
  expect(clean.stdout).toContain(controls);
});

test("the first edit is refused with the line of the fleet file, and nothing is written", () => {
  const clone = new Clone();
  clone.edit(emptyAddress);
  const { status, stderr } = clone.start();
  expect([status, stderr]).toEqual([2, expect.stringMatching(/fleet\/partner\.yaml:\d+:\d+ /)]);
  expect(stderr).toContain("nothing was written");
  expect(existsSync(join(clone.folder, "cdktf.out"))).toBe(false);
});

test("the second edit compiles, and the gate names every subscription and control that it removes", () => {
  const clone = new Clone();
  clone.edit(leaveOut);
  expect(clone.complaints()).toBe("");
  const { status, stderr, stdout } = clone.start();
  expect(status, stderr).toBe(1);
  for (const name of ["contoso-prod", "contoso-factory-iot", "contoso-sandbox"])
    expect(stdout).toMatch(new RegExp(`contoso\\.yaml:\\d+:\\d+ contoso/${name} fail security-contact`));
  expect(stderr).toContain("nothing was written");
  expect(existsSync(join(clone.folder, "cdktf.out"))).toBe(false);
}, 120_000);

test("each edit is a block of its own, whose last line reverts it", () => {
  expect(edits).toHaveLength(2);
  for (const lines of edits) {
    const [edit = "", , revert = ""] = lines;
    expect(lines).toEqual([edit, "npm start", revert]);
    const clone = new Clone();
    clone.command(
      "git init --quiet && git add . && git -c user.name=a -c user.email=a@b.c commit --quiet -m a",
    );
    clone.edit(edit);
    expect(clone.command("git diff --name-only")).not.toBe("");
    clone.command(revert);
    expect(clone.command("git diff --name-only"), revert).toBe("");
  }
});

test("an edit that does not compile is detected", () => {
  const clone = new Clone();
  writeFileSync(join(clone.folder, "main.ts"), "const count: number = 'one';\n");
  expect(clone.complaints()).toContain("TS2322");
}, 60_000);

test("the eight lines become as many resources as the README states", () => {
  const clone = new Clone();
  const { text } = block("yaml");
  expect(text.trimEnd().split("\n")).toHaveLength(8);
  writeFileSync(join(clone.folder, "fleet/customers/northwind.yaml"), text);
  const { status, stderr } = clone.start("--only", "northwind");
  expect(status, stderr).toBe(0);
  const [, id = ""] = /id: (\S+)/.exec(text) ?? [];
  const stack = readFileSync(join(clone.folder, `cdktf.out/stacks/${id}/cdk.tf.json`), "utf8");
  const resources: Record<string, object> = JSON.parse(stack).resource;
  const names = Object.values(resources).flatMap((named) => Object.keys(named));
  expect(page.text).toContain(`one Terraform stack of ${names.length} resources`);
  // Every resource is in the list: security contact, budget, cost anomaly alert, action group, two alerts, their group.
  const others = names.filter((name) => !name.startsWith("activity_"));
  expect(others).toHaveLength(7);
  for (const part of ["security contact", "budget", "cost anomaly alert", "resource group", "action group"])
    expect(page.text, part).toContain(part);
  const operations = names.filter((name) => name.startsWith("activity_")).length;
  expect(page.text.replaceAll("\n", " ")).toContain(`and ${operations} administrative operations`);
});

test("the picture is there, and small", () => {
  expect(page.links).toContain("docs/images/comment.png");
  expect(statSync(`${ROOT}docs/images/comment.png`).size).toBeLessThan(150_000);
});

test("the README's links are in the package, or are addresses", () => {
  const { files } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  for (const link of page.links.filter((one) => !/^https:/.test(one)))
    expect([...files, "README.md"], link).toContain(link.split("/")[0]);
});
