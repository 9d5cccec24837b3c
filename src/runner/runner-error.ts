/** Ends a run with a message for the user. */
export class RunnerError extends Error {
  /** `refused`: a usage error, or an object that must not be deployed. `outside`: Terraform, the disk, git. */
  readonly kind: "refused" | "outside";

  constructor(kind: "refused" | "outside", message: string) {
    super(message);
    this.name = "RunnerError";
    this.kind = kind;
  }
}
