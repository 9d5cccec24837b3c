import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { whyNotRun } from "./providers.ts";

/* npm run test:acceptance: the example fleet with real Terraform and real providers, against the sandbox. */
export default defineConfig(() => {
  const reason = whyNotRun();
  if (reason !== undefined) console.error(`\nacceptance tests NOT RUN: ${reason}\n`);
  return {
    resolve: { alias: { "#engine": fileURLToPath(new URL("../../src/engine/cdktf.ts", import.meta.url)) } },
    test: {
      include: reason === undefined ? ["test/acceptance/*.acceptance.ts"] : [],
      globalSetup: ["test/support/temporary-root.ts"],
      passWithNoTests: true,
      // More than cores: what takes its time is azurerm, which waits for Azure to be consistent.
      maxWorkers: 3,
      // Each test goes on from where the one before it ended.
      bail: 1,
      testTimeout: 900_000,
      hookTimeout: 60_000,
      env: { CHECKPOINT_DISABLE: "1" },
    },
  };
});
