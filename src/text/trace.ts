import { channel } from "node:diagnostics_channel";
import { maskMessage } from "./mask-message.ts";

/** Something that was asked of another program or service. */
export interface Trace {
  /** What was asked, and of whom: `GET https://management.azure.com/subscriptions`. */
  readonly asked: string;
  /** What became of it: `200`, `exit 0`, `failed`. */
  readonly outcome: string;
  readonly milliseconds: number;
}

const TRACES = channel("csp-baseline:trace");

/**
 * Does something, and tells those who listen how it went and how long it took. Without listeners it costs nothing.
 * @param outcome of what it returns; what it throws is `failed`
 */
export async function traced<Result>(
  asked: string,
  action: () => Promise<Result>,
  outcome: (result: Result) => string = () => "done",
): Promise<Result> {
  if (!TRACES.hasSubscribers) return action();
  const start = performance.now();
  const tell = (what: string) => {
    const milliseconds = Math.round(performance.now() - start);
    TRACES.publish({ asked: maskMessage(asked), outcome: what, milliseconds } satisfies Trace);
  };
  try {
    const result = await action();
    tell(outcome(result));
    return result;
  } catch (error) {
    tell("failed");
    throw error;
  }
}

/** Listens to what is asked from now on. @returns what ends it */
export function onTrace(listener: (trace: Trace) => void): () => void {
  const receive = (message: unknown) => {
    if (isTrace(message)) listener(message);
  };
  TRACES.subscribe(receive);
  return () => void TRACES.unsubscribe(receive);
}

/** The channel is the process's: another module could publish there. */
function isTrace(message: unknown): message is Trace {
  return typeof message === "object" && message !== null && "asked" in message && "outcome" in message;
}
