import type { ProviderName, ProviderSettings } from "../../constructs/provider-names.ts";
import type { PartnerFile } from "./schema.ts";

/** The Terraform provider that declares a customer's resources. */
export interface DeclaringProvider extends ProviderSettings {
  /**
   * The previous provider, while the stacks still move its resources.
   *
   * @default - no move
   */
  readonly movedFrom?: ProviderName;
}

/** Returns a file's `provider` from either notation; undefined where it is omitted. */
export function providerOf(written: PartnerFile["provider"]): DeclaringProvider | undefined {
  return typeof written === "string" ? { name: written } : written;
}
