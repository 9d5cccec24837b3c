import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { beforeAll, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { folderOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { allPages, type Block, ROOT } from "./support/page.ts";

const blocks = allPages()
  .filter(({ path }) => path.startsWith("docs/"))
  .flatMap((page) => page.blocks);
const typescript = blocks.filter(({ language }) => language === "ts");
const run = typescript.filter(({ flags }) => flags.includes("run"));
const folder = temporaryFolder();

/** Installs the package like a user, with the engine, and compiles every example against it at once. */
beforeAll(() => {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@cdktf"), { recursive: true });
  symlinkSync(ROOT, join(modules, "csp-baseline"));
  for (const name of ["cdktf", "constructs", "vitest", "@cdktf/provider-azurerm", "@types"])
    symlinkSync(`${ROOT}node_modules/${name}`, join(modules, name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [index, { text }] of typescript.entries())
    writeFileSync(join(folder, `example-${index}.ts`), `${text}\nexport {};\n`);
});

test("every example in TypeScript compiles against the built package", () => {
  const options = ["--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--target", "es2022"];
  const compiler = `${ROOT}node_modules/typescript/bin/tsc`;
  const files = typescript.map((_, index) => `example-${index}.ts`);
  const args = [compiler, ...options, "--types", "node", "--skipLibCheck", ...files];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const places = typescript.map(({ place }, index) => `example-${index}.ts is ${place}`).join("\n");
  expect(status, `${stdout}\n${places}`).toBe(0);
});

test.each(run.map((block) => [block.place, block] as const))("the example at %s synthesizes", (_, block) => {
  const work = temporaryFolder();
  const script = join(folder, `example-${typescript.indexOf(block)}.js`);
  const result = spawnSync(process.execPath, [script], { cwd: work, encoding: "utf8" });
  expect(result.status, result.stderr).toBe(0);
  expect(readdirSync(join(work, "cdktf.out/stacks"))).not.toEqual([]);
});

const CUSTOMER =
  "customer: contoso\ndisplayName: Contoso\ntenantId: 22222222-2222-2222-2222-222222222222\nsubscriptions: [{ id: 00000000-0000-0000-0000-000000000001, name: contoso-prod }, { id: 00000000-0000-0000-0000-000000000002, name: contoso-sandbox }]\n";

/** Returns the fleet of an example: a complete file, or a customer's baseline. */
function fleetWith({ flags, text }: Block): Record<string, string> {
  if (flags.includes("partner")) return { "partner.yaml": text, "customers/contoso.yaml": CUSTOMER };
  if (flags.includes("customer")) return { "partner.yaml": PARTNER, "customers/contoso.yaml": text };
  return { "partner.yaml": PARTNER, "customers/contoso.yaml": `${CUSTOMER}${text}` };
}

const yaml = blocks.filter(
  ({ flags, language }) => language === "yaml" && !flags.some((one) => one.startsWith("file=")),
);
const fleets = yaml.filter(({ flags }) =>
  ["partner", "customer", "baseline"].some((one) => flags.includes(one)),
);

test.each(fleets.map((block) => [block.place, block] as const))("the fleet at %s loads", (_, block) => {
  const result = loadFleet(folderOf(fleetWith(block)), { today: TODAY });
  expect(result.ok ? "" : result.problems.map(formatProblem).join("\n")).toBe("");
});

test("other examples in YAML are YAML", () => {
  for (const { place, text } of yaml) expect(load(text), place).toBeTypeOf("object");
});
