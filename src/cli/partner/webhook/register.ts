import type { Service } from "../../../azure/client.ts";
import { connectPartnerCenter } from "../../../partner/connect.ts";
import {
  FRAUD_EVENT,
  isOwnEvent,
  OWN_EVENTS,
  offeredEvents,
  readRegistration,
  type WebhookRegistration,
  writeRegistration,
} from "../../../partner/partner-center/webhook-registration.ts";
import { registrationChange } from "../../../partner/webhook/registration-change.ts";
import { type Console, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { type FleetOptions, openFleet } from "../../fleet-input.ts";
import { type Confirm, onTerminal } from "../confirm.ts";
import { asking, type Connection, connectOptions, notForResellers } from "../input.ts";
import { FORWARD_TO } from "./forward-to.ts";
import {
  type Ask,
  isUnchanged,
  ROLE,
  savedRegistration,
  saveRegistration,
  showChange,
  shownAddress,
} from "./registration.ts";

export interface WebhookRegisterOptions extends FleetOptions {
  /** The https address. Use either this or `restore`. */
  readonly url?: string;
  /** A file that an earlier run saved, to restore its registration. */
  readonly restore?: string;
  /** Also post the events of the other system to this address. */
  readonly merge?: boolean;
  /** Replace the other system's address and events. */
  readonly replace?: boolean;
  /** The address to which `serve` forwards other events: it confirms that they are forwarded. */
  readonly forwardTo?: string;
  /** The file that saves the current registration. @default - webhook-registration-<digest>.json */
  readonly save?: string;
  /** Write without confirmation. */
  readonly yes?: boolean;
}

/**
 * `csp-baseline partner webhook register`: registers the address for security alerts with Partner Center. It changes
 * another system's registration only with `--merge` or `--replace`, and saves the existing one.
 */
export async function webhookRegister(
  options: WebhookRegisterOptions,
  console: Console,
  world: { readonly confirm?: Confirm; readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const goal = goalOf(options);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  notForResellers(fleet, "Partner Center's API");
  const ask: Ask = (act) =>
    asking("Partner Center", ROLE, async () =>
      act(await connectPartnerCenter(connectOptions(fleet, console, world.connection))),
    );
  const before = await ask(readRegistration);
  const wanted = "events" in goal ? goal : { url: goal.url, events: await ask(wantedEvents) };
  const isRestore = options.restore !== undefined;
  const change = registrationChange(before, wanted, {
    merge: options.merge === true,
    replace: options.replace === true || isRestore,
    forwards: (options.forwardTo ?? console.env[FORWARD_TO]) !== undefined || isRestore,
  });
  if (change.isSame) {
    console.out(`already registered for ${change.after.events.join(", ")}: nothing was written`);
    return EXIT.ok;
  }
  showChange(change, console);
  if (change.refused !== undefined) {
    console.err(`nothing was written: ${change.refused}`);
    return EXIT.findings;
  }
  const confirm = options.yes ? undefined : (world.confirm ?? onTerminal());
  if (confirm !== undefined && !(await confirm(question(change.after)))) {
    note(console, "nothing was written");
    return EXIT.ok;
  }
  if (before !== undefined) {
    const file = saveRegistration(before, options.save);
    console.err(
      `the previous registration is in ${file}: restore it with partner webhook register --restore ${file}`,
    );
  }
  await ask(async (partnerCenter) => {
    // Partner Center has no etag: another system may have registered while the user read the difference.
    if (!isUnchanged(before, await readRegistration(partnerCenter))) {
      throw new CommandError(
        "the registration changed meanwhile, so nothing was written: run it again",
        EXIT.outside,
      );
    }
    await writeRegistration(partnerCenter, change.after, before !== undefined);
  });
  console.out(`registered for ${change.after.events.join(", ")}`);
  const isShared = before !== undefined && before.url !== change.after.url && options.merge === true;
  if (isShared && before.events.some(isOwnEvent)) {
    console.err(
      `${shownAddress(before.url)} had ${before.events.filter(isOwnEvent).join(", ")} too: start serve with --forward-all, so that it still receives them`,
    );
  }
  return EXIT.ok;
}

function question({ url }: WebhookRegistration): string {
  return `Have Partner Center post events to ${shownAddress(url)}?`;
}

function goalOf({
  merge,
  replace,
  restore,
  url,
}: WebhookRegisterOptions): WebhookRegistration | { url: string } {
  if ((url === undefined) === (restore === undefined)) {
    throw new CommandError("use either --url or --restore", EXIT.invalid);
  }
  if (merge && replace) throw new CommandError("--merge and --replace cannot be combined", EXIT.invalid);
  if (restore !== undefined) return savedRegistration(restore);
  const address = URL.canParse(url ?? "") ? new URL(url ?? "") : undefined;
  if (address?.protocol !== "https:") throw new CommandError("--url must be an https address", EXIT.invalid);
  return { url: address.href };
}

/** Returns the events to register of those that Partner Center offers. */
async function wantedEvents(partnerCenter: Service): Promise<readonly string[]> {
  const offered = await offeredEvents(partnerCenter);
  const own = OWN_EVENTS.filter((event) => offered.some((one) => one.toLowerCase() === event.toLowerCase()));
  if (own.includes(FRAUD_EVENT)) return own;
  throw new CommandError(`Partner Center does not offer ${FRAUD_EVENT} to this tenant`, EXIT.outside);
}
