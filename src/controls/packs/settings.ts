import type { DefenderPlan } from "../../fleet/index.ts";
import { type Ask, setting } from "./pack.ts";

/** Settings that more than one rule asks for. */

/** A resource of Azure's API of 2023: the one of 2017, azurerm's, knows neither severities, nor attack paths, nor roles. */
const MODERN = {
  path: ["securityContact", "api"],
  is: "is azapi",
} as const;

/** The security contact with something that only the newer API can say. */
export function modernContact(): Ask {
  return {
    control: "security-contact",
    setting: { ...MODERN, meets: ({ securityContact }) => securityContact.api === "azapi" },
  };
}

/** A Defender plan on Standard, where it is named with its subplan. */
export function plan(name: DefenderPlan, subplan?: string): { readonly asks: readonly Ask[] } {
  return setting("defender-plans", {
    path: ["defenderPlans", name],
    is: subplan === undefined ? "is of tier Standard" : `is of tier Standard and subplan ${subplan}`,
    meets: ({ defenderPlans }) => {
      const found = defenderPlans === false ? undefined : defenderPlans[name];
      return found?.tier === "Standard" && (subplan === undefined || found.subplan === subplan);
    },
  });
}
