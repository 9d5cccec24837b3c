import type { AnswerDifference } from "./compare.ts";
import type { Exchange, ExchangeAnswer } from "./recording.ts";

/** A difference between Azure and the sandbox, in the answer to one recorded request. */
export interface Difference extends AnswerDifference {
  /** That of the exchange. */
  readonly number: number;
  readonly step: string;
  readonly method: string;
  readonly path: string;
}

/** One request with both answers. */
export interface Replayed {
  readonly exchange: Exchange;
  /** With the elements of further pages. */
  readonly azure: ExchangeAnswer;
  readonly sandbox: ExchangeAnswer;
  readonly differences: readonly AnswerDifference[];
}
