import type { Subscription } from "./fleet.ts";
import type { Fault } from "./problem.ts";

/** What is wrong with a contact that is a resource of azurerm where azapi declares the others. */
export function contactFault({ baseline, customer }: Subscription): Fault | undefined {
  if (customer.provider.name !== "azapi" || baseline.securityContact.api !== "azurerm") return undefined;
  return {
    path: ["securityContact", "api"],
    message: "securityContact.api must be azapi, or left out, where provider is azapi",
    hint: "Its resource of azurerm would need that provider.",
  };
}
