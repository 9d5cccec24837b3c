import { type Attack, PROD } from "../support/edits.ts";

/** States outside of the fleet's backend. */
export const STATE: readonly Attack[] = [
  [
    "another path",
    "two stacks delete each other's resources",
    (json) => {
      json["terraform"]["backend"] = { local: { path: "../shared.tfstate" } };
    },
    "two stacks may share one state",
  ],
  [
    "a path that has the id in it",
    "as above",
    (json) => {
      json["terraform"]["backend"]["local"]["path"] += `/../x.tfstate`;
    },
    "the state's local.path",
  ],
  [
    "another member",
    "the state is elsewhere",
    (json) => {
      json["terraform"]["backend"]["local"]["workspace_dir"] = PROD;
    },
    "the state's local.workspace_dir",
  ],
  [
    "another backend with the id in it",
    "as above",
    (json) => {
      json["terraform"]["backend"] = { s3: { key: PROD } };
    },
    "the state's backend s3",
  ],
  [
    "two backends",
    "Terraform takes neither",
    (json) => {
      json["terraform"]["cloud"] = { organization: "x" };
    },
    "two state backends",
  ],
  [
    "none",
    "the state is lost with the runner",
    (json) => {
      delete json["terraform"]["backend"];
    },
    "no state backend",
  ],
];
