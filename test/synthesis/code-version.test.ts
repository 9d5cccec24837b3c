import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { codeVersion } from "../../src/synthesis/index.ts";
import { temporaryFolder } from "../support/stack.ts";

const APP = `import { fleetApp } from "csp-baseline/app";
import { SubscriptionStack } from "csp-baseline/stacks";
import { tag } from "./lib/tag.js";

process.exitCode = await fleetApp((app, subscription, fleet) => {
  new SubscriptionStack(app, { fleet, subscription }).addOverride("locals.tag", tag);
});
`;

/** Writes an app with a helper to a new folder; `files` adds or replaces files. */
function appOf(files: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries({
    "app/main.js": APP,
    "app/lib/tag.js": 'export const tag = "v1";\n',
    ...files,
  }))
    write(name, text);
  return {
    folder,
    write,
    version: (...options: string[]) => codeVersion(join(folder, "app/main.js"), options),
  };
}

test("an app of the documented kind has a stable version", () => {
  const { version, write } = appOf();
  const first = version();
  expect(first).toBeDefined();
  write("app/README.md", "words");
  write("app/test/main.test.js", "not imported");
  expect(version()).toBe(first);
});

test.each([
  ["beside the app", "app/lib/tag.js", "./lib/tag.js"],
  ["outside the project", "shared/tag.js", "../shared/tag.js"],
  ["in a folder whose name begins with a dot", "app/.config/tag.js", "./.config/tag.js"],
  ["in the fleet's folder", "app/fleet/tag.js", "./fleet/tag.js"],
  ["in a test", "app/test/tag.js", "./test/tag.js"],
  ["in node_modules, by its path", "app/node_modules/rules/tag.js", "./node_modules/rules/tag.js"],
  ["in TypeScript", "app/lib/tag.ts", "./lib/tag.ts"],
])("a module that the app loads affects the version: %s", (_, file, name) => {
  const { version, write } = appOf({
    "app/main.js": APP.replace("./lib/tag.js", name),
    [file]: 'export const tag = "v1";\n',
  });
  const first = version();
  expect(first).toBeDefined();
  write(file, 'export const tag = "v2";\n');
  expect(version()).not.toBe(first);
  expect(version()).toBeDefined();
});

test("modules loaded through a link or by a helper affect the version", () => {
  const { folder, version, write } = appOf({
    "app/main.js": APP.replace("./lib/tag.js", "./linked/tag.js"),
    "shared/dir/tag.js": 'export * from "./deep.js";\n',
    "shared/dir/deep.js": 'export const tag = "v1";\n',
  });
  symlinkSync(join(folder, "shared/dir"), join(folder, "app/linked"));
  const first = version();
  expect(first).toBeDefined();
  write("shared/dir/deep.js", 'export const tag = "v2";\n');
  expect(version()).not.toBe(first);
});

test.each([
  ["a package", 'import { tag } from "house-rules";'],
  ["a part of Node", 'import { readFileSync as tag } from "node:fs";'],
  ["a data file", 'import tag from "./tag.json" with { type: "json" };'],
  ["the environment", 'export const tag = process.env.HOUSE_TAG ?? "v1";'],
  ["a value set before it ran", 'export const tag = globalThis.PRELOAD ?? "v1";'],
  ["the clock", "export const tag = new Date().toISOString();"],
  ["chance", "export const tag = Math.random();"],
  ["a module with a computed name", 'export const { tag } = await import("./" + "x.js");'],
  ["a module by a name in quotes of another kind", "import { tag } from `./x.js`;"],
  ["a missing module", 'import { tag } from "./missing.js";'],
  ["a file, by the engine", "export const tag = (stack) => new TerraformAsset(stack, 'x', { path: 'x' });"],
  ["the command line's settings", 'export const tag = (stack) => stack.node.tryGetContext("tag");'],
  ["the other subscriptions", "export const tag = (fleet) => fleet.subscriptions.length;"],
  ["all of the fleet", "export const tag = (fleet) => { const { tenants } = fleet; return tenants; };"],
])("nothing is reused when the app reads unknown input: %s", (_, text) => {
  expect(appOf({ "app/lib/tag.js": text }).version()).toBeUndefined();
});

test("nothing is reused without an existing program", () => {
  expect(codeVersion(undefined, [])).toBeUndefined();
  expect(codeVersion(join(temporaryFolder(), "main.js"), [])).toBeUndefined();
});

test.each(["--import=./before.js", "--require ./before.cjs", "-r ./before.cjs", "--loader=./loader.js"])(
  "nothing is reused when code runs before the app: %s",
  (option) => {
    const { version } = appOf();
    expect(version("--enable-source-maps", "--max-old-space-size=4096")).toBeDefined();
    expect(version(option)).toBeUndefined();
  },
);
