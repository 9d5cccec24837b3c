import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import { isGuid } from "../text/guid.ts";
import { isRunning } from "../text/running.ts";
import type { StateKeeper, SubscriptionContent } from "./arm/store.ts";
import type { JsonMap } from "./json.ts";

const SCHEMA = "csp-baseline/sandbox-state/v1";
const MAX_FILE_BYTES = 64 * 1024 * 1024;

export const contentMap: z.ZodType<JsonMap> = z.record(z.string(), z.json());
const stateFile = z.strictObject({
  schema: z.literal(SCHEMA),
  subscriptionId: z.guid(),
  resources: z.array(
    z.strictObject({
      id: z.string(),
      type: z.string(),
      name: z.string(),
      resourceGroup: z.string().optional(),
      version: z.int(),
      content: contentMap,
    }),
  ),
  registrations: z.record(z.string(), z.enum(["Registered", "NotRegistered"])),
});

/** A file of the state that cannot be read or written. The message names the file and the fix. */
export class StateError extends Error {}

/**
 * Keeps every subscription in its own file, `subscriptions/<id>.json`. A change is written to a temporary file and
 * moved into place before the client receives the answer, so that it survives a kill. Only the owner can read the
 * files, because they contain client data such as webhook addresses.
 */
export class StateFolder implements StateKeeper {
  readonly #folder: string;
  readonly #lock: string;
  /** The file for the record of requests. */
  readonly requestsFile: string;

  /** @throws {StateError} when another sandbox uses the folder */
  constructor(folder: string) {
    this.#folder = join(folder, "subscriptions");
    this.#lock = join(folder, "sandbox.pid");
    this.requestsFile = join(folder, "requests.jsonl");
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    takeLock(this.#lock);
  }

  /** Releases the folder for the next sandbox. */
  close(): void {
    rmSync(this.#lock, { force: true });
  }

  load(): readonly SubscriptionContent[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => this.#read(name));
  }

  save(content: SubscriptionContent): void {
    const file = join(this.#folder, `${content.subscriptionId}.json`);
    const text = JSON.stringify({ schema: SCHEMA, ...content }, undefined, 1);
    writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #read(name: string): SubscriptionContent {
    const file = join(this.#folder, name);
    const unusable = (why: string) =>
      new StateError(
        `${file} is not a sandbox's state: ${why}; move it away to start that subscription empty`,
      );
    const id = name.slice(0, -".json".length);
    if (!isGuid(id)) throw unusable("its name is not a subscription id");
    if (statSync(file).size > MAX_FILE_BYTES) throw unusable("it is larger than 64 MB");
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      throw unusable(messageOf(error));
    }
    const result = stateFile.safeParse(value);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw unusable(`${issue?.path.join(".") || "the file"}: ${issue?.message ?? "invalid"}`);
    }
    if (result.data.subscriptionId !== id) throw unusable("it contains another subscription than its name");
    const resources = result.data.resources.map(({ resourceGroup, ...resource }) =>
      resourceGroup === undefined ? resource : { ...resource, resourceGroup },
    );
    return { subscriptionId: id, resources, registrations: result.data.registrations };
  }
}

/** Creates the lock, which contains its owner's process id, so that the lock of a killed sandbox is recognized. */
function takeLock(file: string): void {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    const owner = Number(readFileSync(file, "utf8"));
    if (isRunning(owner)) {
      throw new StateError(`another sandbox uses this folder: process ${owner}, by ${file}; end it first`);
    }
    writeFileSync(file, String(process.pid));
  }
}
