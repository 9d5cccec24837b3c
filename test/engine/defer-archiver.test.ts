import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/stack.ts";

const ENGINE = new URL("../../dist/src/engine/cdktf.js", import.meta.url);

/** Runs a program that has the compiled engine, and `require` as cdktf has it. */
function run(program: string): unknown {
  const start = `import { createRequire } from "node:module";
import { App, TerraformStack } from ${JSON.stringify(ENGINE.href)};
const own = createRequire(${JSON.stringify(ENGINE.href)});
const require = createRequire(own.resolve("cdktf"));
const print = (value) => console.log(JSON.stringify(value));
`;
  const args = ["--input-type=module", "--eval", start + program];
  const { stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test("the engine loads without the files of archiver, and its first use loads them", () => {
  expect(
    run(`const files = () => Object.keys(require.cache).filter((file) => /[\\\\/](archiver|tar-stream)[\\\\/]/.test(file)).length;
const before = files();
const zip = require("archiver")("zip", {});
print([before, files() > 5, typeof zip.directory]);`),
  ).toEqual([1, true, "function"]);
});

test("the folder of a TerraformAsset is zipped", () => {
  const files = temporaryFolder();
  writeFileSync(join(files, "a.txt"), "a");
  const outdir = temporaryFolder();
  const path = run(`const { AssetType, TerraformAsset } = own("cdktf");
const app = new App({ outdir: ${JSON.stringify(outdir)} });
const stack = new TerraformStack(app, "stack");
const { path } = new TerraformAsset(stack, "files", { path: ${JSON.stringify(files)}, type: AssetType.ARCHIVE });
app.synth();
print(path);`);
  expect(
    readFileSync(join(outdir, "stacks/stack", String(path)))
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
});
