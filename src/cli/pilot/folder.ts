import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { Subscription } from "../../fleet/index.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";

const SCHEMA = "csp-baseline/pilot-folder/v1";
const journalSchema = z.object({
  schema: z.literal(SCHEMA),
  subscription: z.string(),
  /** Whether something may have been created since. */
  created: z.boolean(),
  /** The ids of what the pilot creates. */
  ids: z.array(z.string().startsWith("/subscriptions/")).max(1000),
  /** The security contact before the pilot, in the API version in which it is put back; null for none. */
  contact: z.unknown(),
});
export type Journal = z.output<typeof journalSchema>;

/** The folder of a pilot: its fleet, stacks, plans, state, and the journal from which `--clean` knows what is left. */
export class PilotFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get fleet(): string {
    return join(this.path, "work", "fleet");
  }

  /** The fleet without the subscription. */
  get fleetWithout(): string {
    return join(this.path, "work", "fleet-without");
  }

  get stacks(): string {
    return join(this.path, "work", "cdktf.out");
  }

  get plans(): string {
    return join(this.path, "work", "plans");
  }

  get trust(): string {
    return join(this.path, "work", "trust");
  }

  get recording(): string {
    return join(this.path, "recording.json");
  }

  get page(): string {
    return join(this.path, "differences.md");
  }

  stack(id: string): string {
    return join(this.stacks, "stacks", id);
  }

  /** The state of the subscription. */
  state({ customer, id }: Subscription): string {
    return join(this.path, "work", "tfstate", customer.tenantId, `${id}.tfstate`);
  }

  make(): void {
    mkdirSync(this.path, { recursive: true });
    mkdirSync(join(this.path, "work"), { recursive: true, mode: 0o700 });
  }

  /** @throws {CommandError} when the folder holds something else */
  journal(): Journal | undefined {
    if (existsSync(this.path) && !statSync(this.path).isDirectory())
      throw new CommandError(`--output ${this.path} is not a folder`, EXIT.invalid);
    const file = join(this.path, "work", "pilot.json");
    if (!existsSync(file)) {
      if (existsSync(join(this.path, "work")) && readdirSync(join(this.path, "work")).length > 0)
        throw new CommandError(
          `${this.path} is not the folder of a pilot: choose another with --output`,
          EXIT.invalid,
        );
      return undefined;
    }
    try {
      return journalSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      throw new CommandError(`cannot read ${file}: it is not the journal of a pilot`, EXIT.invalid);
    }
  }

  write(journal: Omit<Journal, "schema">): void {
    writeWhole(
      join(this.path, "work", "pilot.json"),
      `${JSON.stringify({ schema: SCHEMA, ...journal }, undefined, 2)}\n`,
    );
  }

  /** Moves the state away, as if it were lost. @returns whether there was one */
  loseState(subscription: Subscription): boolean {
    const state = this.state(subscription);
    if (!existsSync(state)) return false;
    mkdirSync(dirname(state), { recursive: true });
    renameSync(state, `${state}.lost`);
    return true;
  }

  /** Removes everything but the recording and the page. */
  clear(): void {
    rmSync(join(this.path, "work"), { recursive: true, force: true });
  }
}
