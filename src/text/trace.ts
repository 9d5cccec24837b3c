import { channel } from "node:diagnostics_channel";
import { maskMessage } from "./mask-message.ts";

/** An operation that takes time: a request to another program or service, or a step of the command itself. */
export interface Trace {
  /** The request with its target, `GET https://management.azure.com/subscriptions`, or the step, `load fleet`. */
  readonly asked: string;
  /** The result: `200`, `exit 0`, `failed`. */
  readonly outcome: string;
  readonly milliseconds: number;
}

const TRACES = channel("csp-baseline:trace");

/**
 * Runs an action and publishes its outcome and duration. Without listeners it has no cost.
 * @param outcome returns the outcome of a result; an exception is `failed`
 */
export async function traced<Result>(
  asked: string,
  action: () => Promise<Result>,
  outcome: (result: Result) => string = () => "done",
): Promise<Result> {
  if (!TRACES.hasSubscribers) return action();
  const tell = started(asked);
  try {
    const result = await action();
    tell(outcome(result));
    return result;
  } catch (error) {
    tell("failed");
    throw error;
  }
}

/** {@link traced} for an action that does not wait. */
export function tracedSync<Result>(
  asked: string,
  action: () => Result,
  outcome: (result: Result) => string = () => "done",
): Result {
  if (!TRACES.hasSubscribers) return action();
  const tell = started(asked);
  try {
    const result = action();
    tell(outcome(result));
    return result;
  } catch (error) {
    tell("failed");
    throw error;
  }
}

/** Starts the clock. @returns a function that publishes the outcome and the time */
function started(asked: string): (outcome: string) => void {
  const start = performance.now();
  return (outcome) => {
    const milliseconds = Math.round(performance.now() - start);
    TRACES.publish({ asked: maskMessage(asked), outcome, milliseconds } satisfies Trace);
  };
}

/** Listens to requests from now on. @returns a function that stops listening */
export function onTrace(listener: (trace: Trace) => void): () => void {
  const receive = (message: unknown) => {
    if (isTrace(message)) listener(message);
  };
  TRACES.subscribe(receive);
  return () => void TRACES.unsubscribe(receive);
}

/** Checks the message, because other modules could publish to the process's channel. */
function isTrace(message: unknown): message is Trace {
  return typeof message === "object" && message !== null && "asked" in message && "outcome" in message;
}
