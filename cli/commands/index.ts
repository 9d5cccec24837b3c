import { addAudit } from "./audit.ts";
import { addCheck } from "./check.ts";
import type { AddCommand } from "./command.ts";
import { addDeploy } from "./deploy.ts";
import { addPartner } from "./partner.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";
import { addReview } from "./review.ts";
import { addSandbox } from "./sandbox.ts";
import { addSynth } from "./synth.ts";

/** Every verb, in the order in which `--help` shows them. */
export const COMMANDS: readonly AddCommand[] = [
  addCheck,
  addSynth,
  addPlan,
  addReview,
  addDeploy,
  addAudit,
  addReport,
  addPartner,
  addSandbox,
];
