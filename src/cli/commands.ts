import { addAdd } from "./add/command.ts";
import { addAudit } from "./audit/command.ts";
import { addBudgets } from "./budgets/command.ts";
import { addCheck } from "./check/command.ts";
import type { AddCommand } from "./command.ts";
import { addCompletion } from "./completion/command.ts";
import { addDeploy } from "./deploy/command.ts";
import { addDoctor } from "./doctor/command.ts";
import { addEnforce } from "./enforce/command.ts";
import { addExplain } from "./explain/command.ts";
import { addFmt } from "./fmt/command.ts";
import { addImport } from "./import/command.ts";
import { addInit } from "./init/command.ts";
import { addList } from "./list/command.ts";
import { addOnboard } from "./onboard/command.ts";
import { addPacks } from "./packs/command.ts";
import { addPartner } from "./partner/command.ts";
import { addPilot } from "./pilot/command.ts";
import { addPlan } from "./plan/command.ts";
import { addReport } from "./report/command.ts";
import { addReview } from "./review/command.ts";
import { addSandbox } from "./sandbox/command.ts";
import { addShow } from "./show/command.ts";
import { addSynth } from "./synth/command.ts";
import { addTry } from "./try/command.ts";

/** Every verb, in the order in which `--help` shows them. */
export const COMMANDS: readonly AddCommand[] = [
  addInit,
  addDoctor,
  addCheck,
  addSynth,
  addPlan,
  addReview,
  addDeploy,
  addAudit,
  addBudgets,
  addEnforce,
  addReport,
  addList,
  addShow,
  addExplain,
  addFmt,
  addAdd,
  addImport,
  addOnboard,
  addPacks,
  addPartner,
  addSandbox,
  addTry,
  addPilot,
  addCompletion,
];
