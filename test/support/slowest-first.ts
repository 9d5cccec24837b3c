import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The slowest files, slowest first. Without a record of earlier runs, Vitest knows only the size of a file. */
const SLOWEST = [
  "test/package/package.test.ts",
  "test/docs/walkthrough.test.ts",
  "test/output/html/browser.test.ts",
  "test/tools/bench/bench.test.ts",
  "test/enforce/command.test.ts",
  "test/fleet/load.test.ts",
  "test/runner/signals.test.ts",
  "test/enforce/bad-days.test.ts",
  "test/synthesis/workers.test.ts",
  "test/cli/partner/live.test.ts",
  "test/docs/readme.test.ts",
  "test/examples/custom-control.test.ts",
];

/** Starts the slowest files first: one that starts last would keep one worker, and leave the others without work. */
export default class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const { root } = this.ctx.config;
    const place = ({ moduleId, project }: TestSpecification) => {
      // Files with their own modules stay in front: a worker that changes between the projects loads everything again.
      if (project.config.isolate) return -1;
      const at = SLOWEST.indexOf(relative(root, moduleId).replaceAll("\\", "/"));
      return at === -1 ? SLOWEST.length : at;
    };
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
