import { connectPartnerCenter } from "../../../partner/connect.ts";
import {
  FRAUD_EVENT,
  isOwnEvent,
  readRegistration,
} from "../../../partner/partner-center/webhook-registration.ts";
import { isAtAddress, sameAddress } from "../../../partner/webhook/registration-change.ts";
import { visible } from "../../../text/visible.ts";
import type { Console } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { type FleetOptions, openFleet } from "../../fleet-input.ts";
import { asking, type Connection, connectOptions, notForResellers } from "../input.ts";
import { ROLE, shownAddress } from "./registration.ts";

export interface WebhookShowOptions extends FleetOptions {
  /** The partner's own address. @default partner.webhook.url of the fleet */
  readonly url?: string;
}

/**
 * `csp-baseline partner webhook show`: returns 1 when no address is registered, when it is not the partner's own, or
 * when security alerts are not among the events.
 */
export async function webhookShow(
  options: WebhookShowOptions,
  console: Console,
  world: { readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  notForResellers(fleet, "Partner Center's API");
  const found = await asking("Partner Center", ROLE, async () =>
    readRegistration(await connectPartnerCenter(connectOptions(fleet, console, world.connection))),
  );
  if (found === undefined) {
    console.out("no webhook is registered: csp-baseline partner webhook register --url URL");
    return EXIT.findings;
  }
  console.out(`registered at ${shownAddress(found.url)} for ${found.events.map(visible).join(", ")}`);
  const isOurs = ours(found.url, options.url, fleet.partner.webhook?.url);
  const foreign = found.events.filter((event) => !isOwnEvent(event));
  if (isOurs === undefined) {
    console.out("whether it is ours is unknown: set partner.webhook.url in partner.yaml, or give --url");
  } else if (isOurs) console.out("it is ours");
  else {
    const own = options.url ?? fleet.partner.webhook?.url ?? "";
    console.out(`it is not ours: the fleet's address is ${shownAddress(own)}`);
  }
  if (foreign.length > 0) {
    const what = foreign.map(visible).join(", ");
    console.out(`of another system: ${what}; serve accepts them only with --forward-to URL`);
  }
  if (!found.events.includes(FRAUD_EVENT)) {
    console.out(`not for ${FRAUD_EVENT}: security alerts are not posted`);
    return EXIT.findings;
  }
  return isOurs === false ? EXIT.findings : EXIT.ok;
}

/** Returns whether a registered address is the partner's own; undefined if that is unknown. */
function ours(
  registered: string,
  given: string | undefined,
  ofFleet: string | undefined,
): boolean | undefined {
  if (given !== undefined) return sameAddress(registered, given) || isAtAddress(registered, given);
  return ofFleet === undefined ? undefined : isAtAddress(registered, ofFleet);
}
