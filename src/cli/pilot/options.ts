import type { FleetOptions } from "../fleet-input.ts";

export interface PilotOptions extends FleetOptions {
  /** Id, name or customer/name. */
  readonly subscription?: string;
  /** Reads the partner's side instead. */
  readonly partner?: boolean;
  /** With {@link partner}: key, tenant or display name. @default the fleet's first customer */
  readonly customer?: string;
  /** Removes what an earlier pilot left. */
  readonly clean?: boolean;
  /** @default the fleet's */
  readonly provider?: "azurerm" | "azapi";
  /** @default "pilot" */
  readonly output?: string;
  /** Whether not to ask. */
  readonly yes?: boolean;
}
