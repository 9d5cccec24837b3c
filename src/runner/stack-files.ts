import { join } from "node:path";

/** The files of one stack in the folder of plans. */
export function planFiles(plans: string, id: string) {
  return {
    plan: join(plans, `${id}.tfplan`),
    json: join(plans, `${id}.json`),
    log: join(plans, "logs", `${id}.log`),
    /** A state that Terraform could not store. */
    erroredState: join(plans, `${id}.errored.tfstate`),
    // Unlike that of any other process, one that outlives a killed run included.
    part: join(plans, `.${id}.${process.pid}.part.tfplan`),
    jsonPart: join(plans, `.${id}.${process.pid}.part.json`),
    /** The bytes of the reviewed plan whose hash was taken: what is judged and applied. */
    reviewedPart: join(plans, `.${id}.reviewed.${process.pid}.part.tfplan`),
  };
}

/** Files that a killed run left half-written. */
export const PART_FILE = /^\..+\.\d+\.part\.(tfplan|json)$/;
