import type { Retirement } from "../review/model.ts";
import { counted } from "./wording.ts";

/** Describes what happens to the resources of a subscription that left the fleet. */
export function effectOf({ destroys, forgets }: Retirement): string {
  if (destroys > 0) return `destroyed: ${counted(destroys, "resource")}`;
  if (forgets > 0) return `forgotten: ${counted(forgets, "resource")} left in Azure, unmanaged`;
  return "nothing is deployed";
}
