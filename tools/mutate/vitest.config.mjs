import { defineConfig } from "vitest/config";
import config from "../../vitest.config.ts";

/**
 * The configuration of `npm run mutate`: the tests of the mutated files, without those that synthesize stacks or try
 * thousands of values.
 */
export default defineConfig({
  ...config,
  root: process.cwd(),
  test: {
    ...config.test,
    projects: undefined,
    include: ["test/{controls,evidence}/**/*.test.ts", "test/review/{changes,masking,weakening}.test.ts"],
    exclude: [
      "test/controls/{catalogue,declared-baseline,helpers,mutations,new-control}.test.ts",
      "test/controls/packs/**",
      "test/evidence/stack.test.ts",
    ],
  },
});
