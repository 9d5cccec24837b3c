import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../text/error-message.ts";
import type { DirectoryProps } from "./directory.ts";
import { contentMap, StateError } from "./state-folder.ts";

const SCHEMA = "csp-baseline/sandbox-directory/v1";

const Remembered = z.strictObject({
  schema: z.literal(SCHEMA),
  tenants: z.array(z.strictObject({ id: z.guid(), displayName: z.string() })),
  subscriptions: z.array(
    z.strictObject({
      id: z.guid(),
      displayName: z.string(),
      tenantId: z.guid(),
      managedByTenantId: z.guid().exactOptional(),
      delegation: contentMap.exactOptional(),
      clientId: z.guid().exactOptional(),
      state: z.enum(["Enabled", "PastDue", "Warned", "Disabled"]).exactOptional(),
    }),
  ),
});
type Remembered = z.infer<typeof Remembered>;

/**
 * Adds the tenants and subscriptions of earlier runs with the same state folder to a fleet's, and stores them for the
 * next run. As in Azure, a subscription stays when it leaves the fleet, so that it can be retired.
 * @param hasResources whether the state has resources of a subscription; others that left are removed
 * @throws {StateError} when the file has other content
 */
export function rememberDirectory(
  stateFolder: string,
  props: DirectoryProps,
  hasResources: (subscriptionId: string) => boolean,
): DirectoryProps {
  if (props.subscriptions === undefined) return props;
  const file = join(stateFolder, "directory.json");
  const before = read(file);
  const merged: Remembered = {
    schema: SCHEMA,
    tenants: withEarlier(props.tenants ?? [], before.tenants),
    subscriptions: withEarlier(
      props.subscriptions,
      before.subscriptions.filter(({ id }) => hasResources(id.toLowerCase())),
    ),
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(merged, undefined, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { ...props, tenants: merged.tenants, subscriptions: merged.subscriptions };
}

function withEarlier<Entry extends { readonly id: string }>(
  now: readonly Entry[],
  before: readonly Entry[],
): Entry[] {
  const ids = new Set(now.map(({ id }) => id.toLowerCase()));
  return [...now, ...before.filter(({ id }) => !ids.has(id.toLowerCase()))];
}

function read(file: string): Omit<Remembered, "schema"> {
  if (!existsSync(file)) return { tenants: [], subscriptions: [] };
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const why = messageOf(error).slice(0, 200);
    throw new StateError(`${file} is not a sandbox's directory: ${why}; move it away to start without it`);
  }
}
