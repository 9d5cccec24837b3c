import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import SlowestFirst from "./test/support/slowest-first.ts";

const engine = process.env["CSP_BASELINE_ENGINE"] === "cdktn" ? "cdktn" : "cdktf";
const TESTS = ["test/**/*.test.ts"];
/** Tests that put another module into the place of one of the project's: they get a module graph of their own. */
const WITH_OWN_MODULES = ["test/controls/new-control.test.ts", "test/testing/jest.test.ts"];
/** Packing, the division of synthesis over threads, and random edits do not depend on the engine. */
const LEFT_OUT =
  engine === "cdktn" ? ["test/package/**", "test/synthesis/{workers,gate-property}.test.ts"] : [];

export default defineConfig({
  // Tests run the sources; package.json's "#engine" names the compiled files.
  resolve: { alias: { "#engine": fileURLToPath(new URL(`./src/engine/${engine}.ts`, import.meta.url)) } },
  test: {
    globalSetup: ["test/support/temporary-root.ts"],
    setupFiles: ["test/support/setup.ts"],
    // Many tests wait for a child process: leave no core out, as the default does.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: SlowestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { CHECKPOINT_DISABLE: "1" },
    projects: [
      {
        extends: true,
        // Loading the engine takes longer than most files' tests: a worker loads each module once.
        test: {
          name: "tests",
          isolate: false,
          include: TESTS,
          exclude: [...configDefaults.exclude, ...LEFT_OUT, ...WITH_OWN_MODULES],
        },
      },
      { extends: true, test: { name: "own modules", include: WITH_OWN_MODULES } },
    ],
  },
});
