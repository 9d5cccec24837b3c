import type { Subscription } from "./fleet.ts";
import type { Fault } from "./problem.ts";

/** Returns the fault of a contact declared by azurerm in a fleet that uses azapi. */
export function contactFault({ baseline, customer }: Subscription): Fault | undefined {
  if (customer.provider.name !== "azapi" || baseline.securityContact.api !== "azurerm") return undefined;
  return {
    path: ["securityContact", "api"],
    message: "securityContact.api must be azapi, or omitted, where provider is azapi",
    hint: "Its resource of azurerm would need that provider.",
  };
}
