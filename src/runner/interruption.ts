/** The requested end of a run: `stopping` starts no further stacks, `interrupting` also interrupts running ones. */
export class Interruption {
  readonly #stopping = new AbortController();
  readonly #interrupting = new AbortController();

  /** Aborts when no further stack may start or wait for another try. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Aborts when running Terraform processes must be interrupted. */
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
 * Ends the run on signals of the process. First Ctrl-C: running stacks are finished. Second Ctrl-C, or SIGTERM or
 * SIGHUP, whose sender does not wait long: Terraform is interrupted once and ends as soon as its state is written and
 * unlocked. The runner never kills it.
 *
 * @param say prints a message to the user
 * @returns a function that removes the handlers unless a signal arrived. After a signal the process ends without it,
 * and another Ctrl-C must not kill it between its last stack and its result.
 */
export function listenForSignals(interruption: Interruption, say: (text: string) => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    if (interruption.interrupting.aborted) {
      say("still waiting for Terraform to write its state; killing it would leave stacks locked");
    } else if (signal === "SIGINT" && !interruption.stopping.aborted) {
      say("no further stack is started; running stacks are finished (Ctrl-C again interrupts them)");
      interruption.stop();
    } else {
      say("interrupting Terraform and waiting until it has written its state");
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
