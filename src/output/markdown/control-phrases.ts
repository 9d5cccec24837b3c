import { CONTROLS, type OwnControl } from "../../controls/index.ts";
import { code } from "../../text/markdown.ts";

/**
 * Returns the predicate for subscriptions in which a control fails: `have no security contact`.
 * @param flawed whether at least one of them has a resource of the control's kind
 */
export function failing(control: string, subscriptions: number, flawed: boolean): string {
  const own: OwnControl | undefined = CONTROLS.find(({ id }) => id === control);
  const number = subscriptions === 1 ? 0 : 1;
  if (own === undefined) return `${number === 0 ? "fails" : "fail"} ${code(control)}`;
  return own.words[flawed ? "flawed" : "none"][number];
}
