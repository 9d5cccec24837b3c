import { join } from "node:path";

/** Returns the files of one stack in the folder of plans. */
export function planFiles(plans: string, id: string) {
  return {
    plan: join(plans, `${id}.tfplan`),
    json: join(plans, `${id}.json`),
    log: join(plans, "logs", `${id}.log`),
    /** A state that Terraform could not store. */
    erroredState: join(plans, `${id}.errored.tfstate`),
    // Unique to this process, including a process that outlives a killed run.
    part: join(plans, `.${id}.${process.pid}.part.tfplan`),
    jsonPart: join(plans, `.${id}.${process.pid}.part.json`),
    /** The bytes of the reviewed plan whose hash was verified: they are judged and applied. */
    reviewedPart: join(plans, `.${id}.reviewed.${process.pid}.part.tfplan`),
  };
}

/** Matches incomplete files of a killed run. */
export const PART_FILE = /^\..+\.\d+\.part\.(tfplan|json)$/;
