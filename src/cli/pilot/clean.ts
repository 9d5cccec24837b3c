import { azureFailure } from "../../azure/failure.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import { type Console, counted, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { startEndpoint } from "./endpoint.ts";
import type { PilotFolder } from "./folder.ts";
import { identityFor } from "./identity.ts";
import { removeRest } from "./journey.ts";
import { deletedAlone } from "./removal.ts";

/** `csp-baseline pilot --clean`: removes by ARM what the journal of an earlier pilot names. */
export async function cleanPilot(
  fleet: Fleet,
  subscription: Subscription,
  folder: PilotFolder,
  confirm: ((question: string) => Promise<boolean>) | undefined,
  console: Console,
): Promise<ExitCode> {
  const journal = folder.journal();
  if (journal === undefined) {
    throw new CommandError(`${folder.path} has no pilot: name its folder with --output`, EXIT.invalid);
  }
  if (journal.subscription !== subscription.id) {
    throw new CommandError(`the pilot in ${folder.path} is of ${journal.subscription}`, EXIT.invalid);
  }
  if (!journal.created) {
    folder.clear();
    console.out("nothing was left in the subscription");
    return EXIT.ok;
  }
  const own = deletedAlone(journal.ids);
  for (const id of own) console.out(`  ${id}`);
  const question = `Remove ${counted(own.length, "resource")}, a group with all that is in it?`;
  if (confirm !== undefined && !(await confirm(question))) {
    note(console, "nothing was removed");
    return EXIT.ok;
  }
  const endpoint = await startEndpoint(folder.trust, "azapi", console);
  try {
    const arm = await endpoint.arm(identityFor(fleet, subscription));
    console.out(await removeRest(arm, folder));
    folder.clear();
    return EXIT.ok;
  } catch (error) {
    throw new CommandError(`not everything was removed: ${azureFailure(error).message}`, EXIT.outside);
  } finally {
    await endpoint.recorder.close();
  }
}
