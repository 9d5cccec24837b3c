import { setTimeout } from "node:timers/promises";
import type { Fleet } from "../fleet/index.ts";
import { readEndpoints } from "./azure-endpoints.ts";
import type { Console } from "./console.ts";

/** Milliseconds. The states are optional: without them, Azure's responses to Terraform contain the same reason. */
const LONGEST = 20_000;

/**
 * Returns the subscriptions to which Azure accepts no changes, with the reason. Their states are read once, in one
 * list, if the environment has a credential of an application. Without one nothing is read, so that a run does not wait
 * for other ways to sign in.
 *
 * @returns by the stack's id; empty when Azure cannot be read
 */
export async function unavailableSubscriptions(
  fleet: Fleet | undefined,
  console: Console,
): Promise<ReadonlyMap<string, string>> {
  if (fleet === undefined || !hasCredential(console.env)) return new Map();
  const waiting = new AbortController();
  const none = setTimeout(LONGEST, new Map<string, string>(), { signal: waiting.signal, ref: false });
  try {
    return await Promise.race([readStates(fleet, console), none]);
  } finally {
    none.catch(() => {});
    waiting.abort();
  }
}

async function readStates(fleet: Fleet, console: Console): Promise<ReadonlyMap<string, string>> {
  // Loaded only if needed, so that other runs do not wait for it.
  const { azureSources, coverageOf, signIns, whyNoChanges } = await import("../audit/index.ts");
  const all = await signIns(fleet, { endpoints: readEndpoints(console), env: console.env });
  const asked = await Promise.all(
    azureSources(all, ["arm"]).map(async (source) => ({ source, answer: await source.list() })),
  );
  const { standing } = coverageOf(fleet, asked);
  const found = fleet.subscriptions.flatMap((subscription) => {
    const why = whyNoChanges(standing(subscription));
    return why === undefined ? [] : [[subscription.id, why] as const];
  });
  return new Map(found);
}

function hasCredential(env: Console["env"]): boolean {
  const clientId = env["ARM_CLIENT_ID"] || env["AZURE_CLIENT_ID"];
  const proofs = [
    "ARM_CLIENT_SECRET",
    "AZURE_CLIENT_SECRET",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_ACCESSTOKEN",
  ];
  return Boolean(clientId) && proofs.some((name) => Boolean(env[name]));
}
