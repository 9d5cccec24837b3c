import { delegationBody, onboardingOf } from "../../adopt/onboard/index.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import {
  differencesPage,
  Mask,
  OBSERVATIONS,
  type PilotStep,
  type RawExchange,
  type Recording,
  replay,
} from "../../pilot/index.ts";
import { members } from "../../text/json.ts";
import { secretsOf } from "../../text/mask-message.ts";
import { ownVersion } from "../../text/own-package.ts";
import type { Console } from "../console.ts";
import { writeWhole } from "../files.ts";
import type { PilotFolder } from "./folder.ts";

export interface RecordProps {
  readonly fleet: Fleet;
  /** The customer's tenant, and the names that are replaced, are taken from it. */
  readonly customer: Fleet["customers"][number];
  readonly subscription?: Subscription;
  readonly provider: "azurerm" | "azapi";
  readonly notRecorded: readonly string[];
  readonly steps: readonly PilotStep[];
  readonly exchanges: readonly RawExchange[];
  readonly recordedAt: Date;
}

/**
 * Makes the recording of a pilot, masked.
 * @throws {MaskError} when something would be left in it
 */
export function recordingOf(props: RecordProps, console: Console): Recording {
  const { customer, exchanges, fleet, notRecorded, provider, recordedAt, steps, subscription } = props;
  const { partner } = fleet;
  const delegated =
    customer.access.model === "lighthouse" ? { ...delegationBody(onboardingOf(fleet, customer)) } : undefined;
  const mask = new Mask({
    tenants: [partner.tenantId, ...fleet.customers.map(({ tenantId }) => tenantId)],
    subscriptions: fleet.subscriptions.map(({ id }) => id),
    names: [
      partner.name,
      ...fleet.customers.flatMap(({ displayName, key }) => [displayName, key]),
      ...fleet.subscriptions.map(({ name }) => name),
    ],
    secrets: secretsOf(console.env),
    publicGuids: rolesIn(delegated),
  });
  const masked = mask.exchanges(exchanges);
  const delegation = delegated === undefined ? undefined : mask.json(delegated);
  const recording: Recording = {
    schema: "csp-baseline/pilot/v1",
    product: ownVersion(),
    recordedAt: recordedAt.toISOString(),
    access: customer.access.model,
    provider,
    partnerTenant: mask.text(partner.tenantId),
    customerTenant: mask.text(customer.tenantId),
    ...(subscription === undefined ? {} : { subscription: mask.text(subscription.id) }),
    ...(delegation === undefined ? {} : { delegation }),
    notRecorded: [...notRecorded],
    steps: steps.map((step) => ({ ...step, message: mask.text(step.message) })),
    exchanges: [...masked],
  };
  mask.check(JSON.stringify(recording));
  return recording;
}

/** Writes the recording and the page of differences. @returns how many differences are not mere observations */
export async function writeRecord(
  recording: Recording,
  folder: Pick<PilotFolder, "recording" | "page">,
): Promise<number> {
  writeWhole(folder.recording, `${JSON.stringify(recording, undefined, 1)}\n`);
  const differences = await replay(recording);
  writeWhole(folder.page, differencesPage(recording, differences));
  return differences.filter(({ kind }) => !OBSERVATIONS.has(kind)).length;
}

/** The GUIDs of built-in roles, which are the same in every tenant. */
function rolesIn(delegated: unknown): readonly string[] {
  if (Array.isArray(delegated)) return delegated.flatMap(rolesIn);
  return members(delegated).flatMap(([name, value]) =>
    /roleDefinitionIds?$/i.test(name)
      ? [value].flat().filter((one) => typeof one === "string")
      : rolesIn(value),
  );
}
