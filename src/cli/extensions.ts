import type { Control } from "../controls/index.ts";
import type { ResourceMapper } from "../evidence/index.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** Controls and resource types of an app, in addition to its constructs. */
export interface Extensions {
  /**
   * Your own controls. Every verb that runs through the app uses them. The gate rejects stacks that fail them, and
   * exceptions can name them. Review, audit and report show them after the built-in ones. Their `check` must be pure,
   * because its result is reused for subscriptions with equal evidence.
   *
   * @default - none
   */
  readonly controls?: readonly Control[];
  /** Resource types that your controls read and csp-baseline does not know. @default - none */
  readonly resources?: readonly ResourceMapper[];
}

/** Whether an earlier call registered extensions, which have to be removed. */
let isUsed = false;

/**
 * Registers the app's extensions for the whole process, and removes earlier ones.
 * @throws {CommandError} when one of them cannot be used
 */
export async function useExtensions({ controls = [], resources = [] }: Extensions): Promise<void> {
  // The catalogue takes time to load, so `--help` does not load it.
  if (!isUsed && controls.length === 0 && resources.length === 0) return;
  isUsed = true;
  const [{ ExtensionError, useCustomControls }, { useResourceMappers }] = await Promise.all([
    import("../controls/index.ts"),
    import("../evidence/index.ts"),
  ]);
  const faults = useResourceMappers(resources);
  try {
    useCustomControls(controls);
  } catch (error) {
    if (!(error instanceof ExtensionError)) throw error;
    faults.push(...error.message.split("\n"));
  }
  if (faults.length > 0) throw new CommandError(faults.join("\ncsp-baseline: "), EXIT.invalid);
}
