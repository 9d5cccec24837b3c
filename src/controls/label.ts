import type { ArmResource } from "../evidence/index.ts";
import { plain } from "../text/wording.ts";

/** Returns the name of a resource for messages: its Terraform address or, because ids are long, its name in Azure. */
export function label({ address, name, type }: ArmResource): string {
  return plain(address ?? (typeof name === "string" && name !== "" ? name : type));
}
