import { type Clock, MACHINE_CLOCK } from "../../../azure/clock.ts";
import { connectPartnerCenter } from "../../../partner/connect.ts";
import {
  readRegistration,
  requestTestEvent,
  TEST_EVENT,
  testDelivery,
} from "../../../partner/partner-center/webhook-registration.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { type FleetOptions, openFleet } from "../../fleet-input.ts";
import { asking, type Connection, connectOptions, notForResellers } from "../input.ts";
import { type Ask, ROLE, shownAddress } from "./registration.ts";

export interface WebhookTestOptions extends FleetOptions {
  /** Seconds to wait for the delivery, 1 to 3600. @default 120 */
  readonly timeout?: string;
}

const LOOK_EVERY = 2_000;
const LONGEST_TIMEOUT = 3600;
/** Partner Center's status of an acknowledged delivery. */
const ACKNOWLEDGED = /^(?:OK|Accepted|NoContent|Created|2\d\d)$/i;

/** `csp-baseline partner webhook test`: requests a test event from Partner Center, and waits for its delivery. */
export async function webhookTest(
  options: WebhookTestOptions,
  console: Console,
  world: { readonly connection?: Connection; readonly clock?: Clock } = {},
): Promise<ExitCode> {
  const seconds = timeoutOf(options.timeout);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  notForResellers(fleet, "Partner Center's API");
  const clock = world.clock ?? MACHINE_CLOCK;
  const ask: Ask = (act) =>
    asking("Partner Center", ROLE, async () =>
      act(await connectPartnerCenter(connectOptions(fleet, console, world.connection))),
    );
  const registration = await ask(readRegistration);
  if (registration?.events.includes(TEST_EVENT) !== true) {
    const what = registration === undefined ? "no webhook is registered" : `${TEST_EVENT} is not registered`;
    console.out(`${what}: csp-baseline partner webhook register --url URL`);
    return EXIT.findings;
  }
  const id = await ask(requestTestEvent);
  note(console, `requested a test event at ${shownAddress(registration.url)} (${id})`);
  for (let waited = 0; waited < seconds * 1000; waited += LOOK_EVERY) {
    await clock.sleep(LOOK_EVERY);
    const { results, status } = await ask((partnerCenter) => testDelivery(partnerCenter, id));
    const acknowledged = results.find(({ code }) => ACKNOWLEDGED.test(code));
    if (acknowledged !== undefined) {
      console.out(`the test event arrived after ${(waited + LOOK_EVERY) / 1000} seconds`);
      return EXIT.ok;
    }
    if (/^(?:completed|failed)$/i.test(status)) {
      for (const { code, message } of results) {
        console.out(`not delivered: ${plain(`${code} ${message}`, 300)}`);
      }
      if (results.length === 0) console.out(`not delivered: ${plain(status, 100)}, without a reason`);
      return EXIT.findings;
    }
  }
  console.out(`not delivered within ${seconds} seconds: is the receiver reachable from the internet?`);
  return EXIT.findings;
}

function timeoutOf(text: string | undefined): number {
  if (text === undefined) return 120;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= LONGEST_TIMEOUT) return seconds;
  const found = JSON.stringify(text.slice(0, 40));
  throw new CommandError(`--timeout must be 1 to ${LONGEST_TIMEOUT} seconds, got ${found}`, EXIT.invalid);
}
