import { addAudit } from "./audit.ts";
import { addCheck } from "./check.ts";
import type { AddCommand } from "./command.ts";
import { addCompletion } from "./completion.ts";
import { addDeploy } from "./deploy.ts";
import { addExplain } from "./explain.ts";
import { addFmt } from "./fmt.ts";
import { addImport } from "./import.ts";
import { addInit } from "./init.ts";
import { addOnboard } from "./onboard.ts";
import { addPacks } from "./packs.ts";
import { addPartner } from "./partner.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";
import { addReview } from "./review.ts";
import { addSandbox } from "./sandbox.ts";
import { addSynth } from "./synth.ts";
import { addTry } from "./try.ts";

/** Every verb, in the order in which `--help` shows them. */
export const COMMANDS: readonly AddCommand[] = [
  addInit,
  addCheck,
  addSynth,
  addPlan,
  addReview,
  addDeploy,
  addAudit,
  addReport,
  addExplain,
  addFmt,
  addImport,
  addOnboard,
  addPacks,
  addPartner,
  addSandbox,
  addTry,
  addCompletion,
];
