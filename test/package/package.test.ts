import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { flagOf, QUESTIONS } from "../../src/adopt/init/questions.ts";
import { typesVersions } from "../../tools/node10-types.ts";
import { GIVEN } from "../adopt/init/support.ts";
import { temporaryFolder } from "../support/stack.ts";
import { COMMONJS_APP, COMMONJS_OPTIONS, CONSUMER_APP, CONSUMER_TYPES } from "./consumer-app.ts";

/*
 * The package as others get it: packed, installed once by npm, and used from there. The fleet repository that it makes
 * is the project into which it is installed; a user's own app is in a subfolder, and resolves it from there.
 */

const MANIFEST = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
const manifest = JSON.parse(MANIFEST);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FLAGS = QUESTIONS.flatMap(({ id }) => {
  const given = Object.entries(GIVEN).find(([name]) => name === id);
  return given === undefined ? [] : [flagOf(id), given[1]];
});

/** The timeout of an installation on a busy machine. */
const INSTALLING = 300_000;

function run(cwd: string, command: string, args: readonly string[]) {
  const env = Object.fromEntries(
    // Of the test runner's and npm's own, nothing is to be seen.
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|VITE_|NODE_ENV|FORCE_COLOR)/i.test(name)),
  );
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    env: { ...env, npm_config_prefer_offline: "true", npm_config_ignore_scripts: "true" },
    encoding: "utf8",
    timeout: INSTALLING,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr, all: `${stdout}${stderr}` };
}

/** A command that is installed in a folder. npx would find the same one, and take a second more. */
function bin(folder: string, name: string): string {
  return join(folder, "node_modules/.bin", name);
}

/** Why nothing can be installed here; undefined where it can. */
async function noRegistry(): Promise<string | undefined> {
  const registry = run(ROOT, "npm", ["config", "get", "registry"]).stdout.trim();
  try {
    await fetch(registry, { method: "HEAD", signal: AbortSignal.timeout(10_000) });
    return undefined;
  } catch {
    return `no registry at ${registry}`;
  }
}

interface PackedFile {
  readonly path: string;
}
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly PackedFile[];
}

const [packed, tarball] = pack();

/** Packs the package once, for all tests. */
function pack(): [Packed, string] {
  const folder = temporaryFolder();
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [made]: Packed[] = JSON.parse(run(ROOT, "npm", args).stdout);
  if (made === undefined) throw new Error("npm packed nothing");
  return [made, join(folder, made.filename)];
}

describe("the tarball", () => {
  test("contains the compiled code and the documentation, and nothing else", () => {
    const needless = packed.files
      .map(({ path }) => path)
      .filter((path) => /^(dist\/)?(test|tools|fleet)\/|tsbuildinfo|\.map$|(?<!\.d)\.ts$|write-/.test(path));
    expect(needless).toEqual([]);
    expect(packed.size).toBeLessThan(1_600_000);
  });

  test("contains every file of package.json, with types for each module", () => {
    const { bin, exports, imports, main, types, typesVersions } = manifest;
    const targets = Object.values({ ...exports }).flatMap((target) => Object.values({ target }));
    const named = [bin, main, types, imports["#engine"], ...targets, typesVersions["*"]]
      .flatMap((value) => (typeof value === "string" ? [value] : Object.values(value).flat()))
      .filter((path): path is string => typeof path === "string" && !path.includes("*"));
    expect(named.length).toBeGreaterThan(30);
    const paths = new Set(packed.files.map(({ path }) => path));
    for (const name of named) {
      const path = name.replace(/^\.\//, "");
      expect(paths).toContain(path);
      if (path.endsWith(".js")) expect(paths).toContain(path.replace(/\.js$/, ".d.ts"));
    }
  });

  test("every entry has declarations for node10 resolution", () => {
    expect(manifest.typesVersions).toEqual(typesVersions(MANIFEST));
  });
});

/** The part of attw's report that the tests read. */
const Attw = z.object({
  analysis: z.object({
    entrypoints: z.record(z.string(), z.unknown()),
    problems: z.array(
      z.looseObject({
        kind: z.string(),
        resolutionOption: z.string().optional(),
        moduleSpecifier: z.string().optional(),
      }),
    ),
  }),
});

describe("publint and attw", () => {
  test("the package's fields and files are as npm and Node want them", () => {
    const { all, status } = run(ROOT, bin(ROOT, "publint"), ["run", tarball, "--strict"]);
    expect(status, all).toBe(0);
  });

  test("the types of each entry are found under every module resolution", { timeout: 180_000 }, () => {
    // attw leaves before a pipe has all of its output; a file gets all.
    const output = join(dirname(tarball), "attw.json");
    const { status, all } = run(ROOT, "sh", [
      "-c",
      `"$0" "$1" --no-definitely-typed -f json > "$2"`,
      bin(ROOT, "attw"),
      tarball,
      output,
    ]);
    expect([0, 1], all).toContain(status);
    const { analysis } = Attw.parse(JSON.parse(readFileSync(output, "utf8")));
    expect(Object.keys(analysis.entrypoints).length).toBeGreaterThan(10);
    // attw does not know ambient modules: "#engine" is one for node10, and "vitest" has no types for node10. That
    // "#engine" is found the compilation of an app shows, below.
    const ambient = ["#engine", "vitest"];
    const wrong = analysis.problems.filter(
      (problem) =>
        // Every version of Node on which this package runs loads ES modules by require().
        problem.kind !== "CJSResolvesToESM" &&
        !(
          problem.kind === "InternalResolutionError" &&
          problem.resolutionOption === "node10" &&
          ambient.includes(problem.moduleSpecifier ?? "")
        ),
    );
    expect(wrong).toEqual([]);
  });
});

const unreachable = await noRegistry();

describe.skipIf(unreachable !== undefined)(
  `installed${unreachable === undefined ? "" : `: ${unreachable}`}`,
  () => {
    const parent = temporaryFolder();
    const repository = join(parent, "fleet-repository");
    const inRepository = (...command: [string, ...string[]]) => {
      const [program, ...args] = command;
      return run(repository, program, args);
    };

    beforeAll(() => {
      const made = run(parent, process.execPath, [
        `${ROOT}dist/src/cli/main.js`,
        "init",
        repository,
        ...FLAGS,
      ]);
      expect(made.status, made.all).toBe(0);
      const installed = inRepository("npm", "ci", "--no-audit", "--no-fund");
      expect(installed.status, installed.all).toBe(0);
    }, INSTALLING);

    test("a new fleet repository starts at once", () => {
      const { all, status } = inRepository("npm", "start");
      expect(status, all).toBe(0);
      expect(all).toMatch(/7 passed, 0 excepted, 0 failed/);
      expect(readdirSync(join(repository, "cdktf.out/stacks"))).toEqual([GIVEN.subscriptionId]);
    });

    test("its own tests pass, and fail when the fleet loses a part of its baseline", () => {
      const passed = inRepository("npm", "test");
      expect(passed.status, passed.all).toBe(0);
      const main = join(repository, "dist/main.js");
      const compiled = readFileSync(main, "utf8");
      writeFileSync(main, compiled.replace(/new SubscriptionStack\(.*\);/, ""));
      const failed = inRepository(bin(repository, "vitest"), "run", "--dir", "test");
      writeFileSync(main, compiled);
      expect(failed.status).toBe(1);
      expect(failed.all).toContain("the fleet is valid, and every stack has its baseline");
    });

    test("its scripts know the command's other verbs, and copy the schemas", () => {
      expect(inRepository("npm", "run", "csp-baseline", "--", "check").stdout).toContain(
        "1 customer, 1 subscription",
      );
      const schema = join(repository, "schema/partner.json");
      writeFileSync(schema, "{}");
      expect(inRepository("npm", "run", "schema").status).toBe(0);
      expect(readFileSync(schema, "utf8")).toBe(readFileSync(join(ROOT, "schema/partner.json"), "utf8"));
    });

    test("the installed command helps, and makes the same repository again, package included", () => {
      const command = bin(repository, "csp-baseline");
      expect(run(parent, command, ["--help"]).stdout).toContain("init [options] <dir>");
      const made = run(parent, command, ["init", "again", "--no-install", ...FLAGS]);
      expect(made.status, made.all).toBe(0);
      for (const path of [
        "main.ts",
        "fleet/partner.yaml",
        ".github/workflows/plan-review.yml",
        "tsconfig.json",
      ]) {
        expect(readFileSync(join(parent, "again", path), "utf8")).toBe(
          readFileSync(join(repository, path), "utf8"),
        );
      }
      const tarballs = (folder: string) =>
        readdirSync(join(folder, "vendor")).map((name) => readFileSync(join(folder, "vendor", name)).length);
      expect(tarballs(join(parent, "again"))).toHaveLength(1);
      expect(tarballs(repository)).toHaveLength(1);
    });

    test("a user's own app uses a construct, and judges its stacks by its own control", () => {
      const files = { "app.ts": CONSUMER_APP, "types.ts": CONSUMER_TYPES };
      const folder = written("app", files, { module: "nodenext", outDir: "out" });
      const { all, status } = inRepository(bin(repository, "tsc"), "-p", folder);
      expect(status, all).toBe(0);
      const judged = inRepository("node", join(folder, "out/app.js"));
      expect(judged.all).toBe("small-budget pass found 400\nsmall-budget fail found 4000\n");
    });

    test("all declarations resolve as a bundler resolves them, too", () => {
      const files = { "types.ts": CONSUMER_TYPES };
      const folder = written("bundler", files, {
        module: "esnext",
        moduleResolution: "bundler",
        noEmit: true,
      });
      const { all, status } = inRepository(bin(repository, "tsc"), "-p", folder);
      expect(status, all).toBe(0);
    });

    test("require() gets the same modules: Node loads ES modules so since 20.19", () => {
      const script = written("common", {
        "common.cjs":
          'const { Budget } = require("csp-baseline/constructs");\n' +
          'import("csp-baseline/constructs").then((module) => console.log(module.Budget === Budget));\n',
      });
      expect(inRepository("node", join(script, "common.cjs")).stdout).toBe("true\n");
    });

    test("an app as `cdktf init` makes it compiles and runs: CommonJS, with node10 resolution", () => {
      const files = { "package.json": '{"type":"commonjs"}', "app.ts": COMMONJS_APP };
      const folder = written("commonjs", files, COMMONJS_OPTIONS);
      const tsc = join(ROOT, "node_modules/typescript-5/bin/tsc");
      const { all, status } = inRepository("node", tsc, "-p", folder);
      expect(status, all).toBe(0);
      expect(inRepository("node", join(folder, "app.js")).all).toBe("true\n");
    });

    /** A project below the repository, which finds the package upwards. */
    function written(name: string, files: Record<string, string>, compilerOptions: object = {}): string {
      const folder = join(repository, "consumers", name);
      const options = { target: "es2022", strict: true, types: ["node"], rootDir: ".", ...compilerOptions };
      const all = { ...files, "tsconfig.json": JSON.stringify({ compilerOptions: options, include: ["."] }) };
      for (const [path, text] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return folder;
    }
  },
);
