import { MaskError, type Recording } from "../../pilot/index.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import type { PilotFolder } from "./folder.ts";
import { type RecordProps, recordingOf, writeRecord } from "./record.ts";

/** Writes the record and the page, and says what came of the pilot. */
export async function finish(props: RecordProps, folder: PilotFolder, console: Console): Promise<ExitCode> {
  const { steps } = props;
  const differences = await writeRecord(masked(props, console), folder);
  const count = (status: string) => steps.filter((step) => step.status === status).length;
  const [failed, differing, skipped] = ["failed", "differs", "skipped"].map(count);
  console.out("");
  console.out(
    `${counted(steps.length, "step")}: ${count("ok")} ok, ${differing} differ, ${failed} failed, ${skipped} skipped; ${counted(props.exchanges.length, "request")} recorded`,
  );
  console.out(
    `${counted(differences, "difference")} between Azure and the sandbox: ${folder.page}; to send: ${folder.recording}`,
  );
  if (
    count("failed") > 0 ||
    steps.some(({ message, status }) => status === "skipped" && message === "interrupted")
  )
    return EXIT.outside;
  return differences > 0 || count("differs") > 0 ? EXIT.findings : EXIT.ok;
}

function masked(props: RecordProps, console: Console): Recording {
  try {
    return recordingOf(props, console);
  } catch (error) {
    if (error instanceof MaskError) throw new CommandError(error.message, EXIT.outside);
    throw error;
  }
}
