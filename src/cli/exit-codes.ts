/** Exit codes of every command. */
export const EXIT = {
  /** Success. */
  ok: 0,
  /** Findings, or changes with an option that reports them. */
  findings: 1,
  /** Usage error or invalid input. */
  invalid: 2,
  /** External failure: Terraform, the network, Azure, the disk. */
  outside: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for a person and an exit status; never with a stack trace. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
