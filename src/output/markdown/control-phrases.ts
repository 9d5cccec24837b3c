import type { ControlId } from "../../fleet/index.ts";
import { code } from "./markdown-text.ts";

interface Phrases {
  /** Of one subscription, then of several, in which there is nothing of the kind. */
  readonly none: readonly [string, string];
  /** In which there may be something, but not what is asked for. */
  readonly flawed: readonly [string, string];
}

const PHRASES: Readonly<Record<ControlId, Phrases>> = {
  "security-contact": has("security contact"),
  budget: has("budget"),
  "service-health-alert": has("Service Health alert"),
  "cost-anomaly-alert": has("cost anomaly alert"),
  "action-group": has("action group"),
  "activity-log-alerts": lacks("activity log alerts"),
  "resource-health-alert": has("Resource Health alert"),
  "activity-log-export": {
    none: ["does not export its activity log", "do not export their activity log"],
    flawed: ["does not export all of its activity log", "do not export all of their activity log"],
  },
  "defender-plans": lacks("Defender plans"),
  "policy-assignments": lacks("policy assignments"),
};

function has(noun: string): Phrases {
  return {
    none: [`has no ${noun}`, `have no ${noun}`],
    flawed: [`has no adequate ${noun}`, `have no adequate ${noun}`],
  };
}

/** Of what there are several: that they fail does not say that there is none. */
function lacks(noun: string): Phrases {
  const phrases = [`lacks ${noun}`, `lack ${noun}`] as const;
  return { none: phrases, flawed: phrases };
}

/**
 * What is wrong with subscriptions in which a control fails: `have no security contact`.
 * @param flawed whether at least one of them has something of the kind
 */
export function failing(control: string, subscriptions: number, flawed: boolean): string {
  const phrases = new Map<string, Phrases>(Object.entries(PHRASES)).get(control);
  const number = subscriptions === 1 ? 0 : 1;
  if (phrases === undefined) return `${number === 0 ? "fails" : "fail"} ${code(control)}`;
  return (flawed ? phrases.flawed : phrases.none)[number];
}
