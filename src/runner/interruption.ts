/** How far a run was asked to end: `stopping` starts nothing new, `interrupting` also asks what runs to end. */
export class Interruption {
  readonly #stopping = new AbortController();
  readonly #interrupting = new AbortController();

  /** Aborts when no stack is to be started any more, and none to wait for another try. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Aborts when running Terraform is to be interrupted. */
  get interrupting(): AbortSignal {
    return this.#interrupting.signal;
  }

  stop(): void {
    this.#stopping.abort();
  }

  interrupt(): void {
    this.stop();
    this.#interrupting.abort();
  }
}

/**
 * Lets the process's signals end the run. Ctrl-C once: the stacks that run are finished. Ctrl-C again, or SIGTERM or
 * SIGHUP, whose sender will not wait long: Terraform is interrupted, once, and ends as soon as it can with its state
 * written and unlocked. Nothing makes the runner kill it.
 *
 * @param say takes what to tell the user
 * @returns a function that gives the signals back, unless one came: the process ends by itself then, and an impatient
 *   further Ctrl-C must not kill it between its last stack and its result
 */
export function listenForSignals(interruption: Interruption, say: (text: string) => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    if (interruption.interrupting.aborted) {
      say("still waiting for Terraform to write its state; killing it would leave stacks locked");
    } else if (signal === "SIGINT" && !interruption.stopping.aborted) {
      say("no further stack is started; those that run are finished (Ctrl-C again interrupts them)");
      interruption.stop();
    } else {
      say("interrupting Terraform, and waiting until it has written its state");
      interruption.interrupt();
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  return () => {
    if (interruption.stopping.aborted) return;
    for (const signal of signals) process.off(signal, end);
  };
}
