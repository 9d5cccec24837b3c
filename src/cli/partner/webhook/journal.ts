import { EventJournal, JournalError, journalCounts } from "../../../partner/webhook/journal.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, counted, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";

/** The default folder for the events of `serve`. */
export const JOURNAL = "webhook-journal";
const JOURNAL_VARIABLE = "CSP_BASELINE_WEBHOOK_JOURNAL";

export interface WebhookJournalOptions {
  /** @default $CSP_BASELINE_WEBHOOK_JOURNAL, or webhook-journal */
  readonly journal?: string;
  /** Retries dead letters. */
  readonly retry?: boolean;
}

/** The journal's folder. */
export function journalFolder(flag: string | undefined, env: Console["env"]): string {
  return flag ?? (env[JOURNAL_VARIABLE] || JOURNAL);
}

/**
 * `csp-baseline partner webhook journal`: shows the events of the receiver; returns 1 when events reached no receiver.
 */
export async function webhookJournal(options: WebhookJournalOptions, console: Console): Promise<ExitCode> {
  const folder = journalFolder(options.journal, console.env);
  try {
    const { dead, pending, unreadable } = await journalCounts(folder);
    const journal = await EventJournal.open(folder);
    console.out(
      `${counted(pending, "event")} pending, ${counted(dead, "dead letter")}, ${counted(unreadable, "file")} that cannot be read`,
    );
    for (const { attempts, event, failure, id, received } of (await journal.list("dead")).entries) {
      const why = plain(failure ?? "without a reason", 300);
      console.out(
        `dead  ${received}  ${plain(event, 100)} ${id.slice(0, 8)} after ${counted(attempts, "attempt")}: ${why}`,
      );
    }
    if (options.retry && dead > 0) {
      const moved = await journal.retry(console.now());
      note(console, `${counted(moved, "event")} will be retried: a running serve does it within a minute`);
      return unreadable > 0 ? EXIT.findings : EXIT.ok;
    }
    return dead + unreadable > 0 ? EXIT.findings : EXIT.ok;
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
