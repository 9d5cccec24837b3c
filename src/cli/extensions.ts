import type { Control } from "../controls/index.ts";
import type { ResourceMapper } from "../evidence/index.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** What an app brings to judge by, beside its own constructs. */
export interface Extensions {
  /**
   * Controls of your own. Every verb that runs through the app knows them: the gate refuses stacks that fail them,
   * exceptions may name them, and review, audit and report show them after the project's own. Their `check` has to be
   * pure: what it says of one subscription is reused for others whose evidence is the same.
   * @default none
   */
  readonly controls?: readonly Control[];
  /** Types of resources that your controls look at and csp-baseline does not know. @default none */
  readonly resources?: readonly ResourceMapper[];
}

/** Whether an earlier call brought something, which is to be forgotten. */
let isUsed = false;

/**
 * Makes what the app brings known to the whole process, and forgets what was known before.
 * @throws {CommandError} when something of it cannot be used
 */
export async function useExtensions({ controls = [], resources = [] }: Extensions): Promise<void> {
  // The catalogue takes time to load: `--help` does not wait for it.
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
