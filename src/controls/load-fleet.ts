import { type FolderOptions, type LoadResult, loadFleetFolder } from "../fleet/index.ts";
import { customControlIds } from "./catalogue.ts";
import { controlRules } from "./control-rules.ts";

/** Options of `loadFleet`. */
export interface LoadOptions extends Omit<FolderOptions, "controls"> {
  /**
   * Ids of custom controls that exceptions and baselines may name.
   *
   * @default the controls of the running app
   */
  readonly customControls?: readonly string[];
}

/**
 * Loads the fleet of a folder: `partner.yaml` and `customers/*.yaml`, validated and merged. It only reads files inside
 * the folder, writes nothing, and depends only on the files and `options`. It does not throw for invalid content: it
 * returns the problems of all files.
 */
export function loadFleet(
  folder: string,
  { customControls = customControlIds(), ...options }: LoadOptions,
): LoadResult {
  return loadFleetFolder(folder, { ...options, controls: controlRules(customControls) });
}
