import { type FolderOptions, type LoadResult, loadFleetFolder } from "../fleet/index.ts";
import { customControlIds } from "./catalogue.ts";
import { controlRules } from "./control-rules.ts";

/** Options of `loadFleet`. */
export interface LoadOptions extends Omit<FolderOptions, "controls"> {
  /**
   * Ids of controls that exceptions and baselines may name beside the project's own.
   *
   * @default the controls that the running app brings
   */
  readonly customControls?: readonly string[];
}

/**
 * Loads the fleet of a folder: `partner.yaml` and `customers/*.yaml`, validated and merged. It writes nothing, reads
 * nothing outside the folder, and depends on nothing but the files and `options`. It does not throw for what is in
 * the folder, whatever that is: what is wrong comes back as problems, those of all files at once.
 */
export function loadFleet(
  folder: string,
  { customControls = customControlIds(), ...options }: LoadOptions,
): LoadResult {
  return loadFleetFolder(folder, { ...options, controls: controlRules(customControls) });
}
