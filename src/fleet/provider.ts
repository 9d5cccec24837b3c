import type { ProviderName, ProviderSettings } from "../../constructs/provider-names.ts";
import type { PartnerFile } from "./schema.ts";

/** Which Terraform provider declares a customer's resources. */
export interface DeclaringProvider extends ProviderSettings {
  /**
   * The provider that declared them before, while the stacks still have to move what it deployed. @default - nothing moves
   */
  readonly movedFrom?: ProviderName;
}

/** A file's `provider`, whichever way it is written; undefined where it is left out. */
export function providerOf(written: PartnerFile["provider"]): DeclaringProvider | undefined {
  return typeof written === "string" ? { name: written } : written;
}
