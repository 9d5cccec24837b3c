import fc from "fast-check";
import { afterAll, vi } from "vitest";

// A pipeline must say the same of the same commit; on a developer's machine every run tries other values.
if (process.env["CI"]) fc.configureGlobal({ seed: 20261124 });

// Files share a worker's modules, and leave nothing of theirs behind.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
