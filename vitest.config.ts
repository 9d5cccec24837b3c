import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const engine = process.env["CSP_BASELINE_ENGINE"] === "cdktn" ? "cdktn" : "cdktf";

export default defineConfig({
  // Tests run the sources; package.json's "#engine" names the compiled files.
  resolve: { alias: { "#engine": fileURLToPath(new URL(`./src/engine/${engine}.ts`, import.meta.url)) } },
  test: {
    include: ["test/**/*.test.ts"],
    // What is packed and installed is the same with either engine.
    exclude: engine === "cdktn" ? ["test/package/**"] : [],
    globalSetup: ["test/support/temporary-root.ts"],
    setupFiles: ["test/support/setup.ts"],
    // Many tests wait for a child process: leave no core out, as the default does.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    env: { CHECKPOINT_DISABLE: "1" },
  },
});
