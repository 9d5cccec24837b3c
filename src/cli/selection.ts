import { controlCatalogue, TENANT_CONTROLS } from "../controls/index.ts";
import type { OpenStatus } from "../findings/open-status.ts";
import { FindingsFileError } from "../findings/read-findings.ts";
import { type SelectedFindings, selectFindings } from "../findings/select-findings.ts";
import type { Finding } from "../findings/shape.ts";
import { namesIn, suggestion } from "../fleet/find.ts";
import type { Fleet, Subscription, Tenant } from "../fleet/index.ts";
import {
  anyGlobMatcher,
  globMatcher,
  inShard,
  type Named,
  parseShard,
  type Shard,
} from "../fleet/selection.ts";
import { printable } from "../text/printable.ts";
import { type Console, counted } from "./console.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { resellerTenant } from "./resellers.ts";

/** Options of every command that works on a part of the fleet. */
export interface SelectionOptions {
  /** Globs; a matching subscription is selected. @default - all subscriptions */
  readonly only?: string | readonly string[];
  readonly shard?: string;
}

/** Options of the commands that read an earlier result. */
export interface FindingsOptions extends SelectionOptions {
  /** A `findings/v1` file: only its subscriptions with open findings. */
  readonly findings?: string;
  /** An indirect reseller, by its tenant or name: only subscriptions of its customers. @default - all customers */
  readonly reseller?: string;
  /** Ids of controls: only their findings count. @default - all controls */
  readonly control?: readonly string[];
  /** @default - all severities */
  readonly severity?: readonly Finding["severity"][];
  /** @default ["fail", "unknown"] */
  readonly status?: readonly OpenStatus[];
}

/** An option that names a findings file. */
export type FindingsFlag = "--findings" | "--from";

/** The part of the fleet that a command works on, after all of its options. */
export interface Selection {
  readonly only: readonly string[] | undefined;
  readonly shard: Shard | undefined;
  readonly reseller: string | undefined;
  /** The open findings that select; undefined without `--findings`. */
  readonly found: SelectedFindings | undefined;
  /** The option that named the findings file. */
  readonly option: FindingsFlag;
  /** Whether neither globs nor findings were given; a shard of the whole fleet counts as whole. */
  readonly isWhole: boolean;
}

/**
 * Reads the options. A findings file is read once, however often the selection is used.
 * @param option the command's name of the option of the findings file
 * @throws {CommandError} when the shard is malformed, the findings file cannot be used, or no control has the id
 */
export function readSelection(options: FindingsOptions, option: FindingsFlag = "--findings"): Selection {
  const { only } = options;
  const globs = typeof only === "string" ? [only] : only;
  const found = readFound(options, option);
  return {
    only: globs,
    shard: shardOf(options.shard),
    reseller: options.reseller,
    found,
    option,
    isWhole: globs === undefined && found === undefined && options.reseller === undefined,
  };
}

function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new CommandError(
    `--shard must be i/n with i from 1 to n, such as 2/5, got ${printable(JSON.stringify(text))}`,
    EXIT.invalid,
  );
}

function readFound(
  { control, findings, severity, status }: FindingsOptions,
  option: FindingsFlag,
): SelectedFindings | undefined {
  if (findings === undefined) {
    const lone = Object.entries({ control, severity, status }).find(([, value]) => value !== undefined);
    if (lone === undefined) return undefined;
    throw new CommandError(
      `--${lone[0]} needs --findings: it filters the findings of an audit or review`,
      EXIT.invalid,
    );
  }
  let found: SelectedFindings;
  try {
    found = selectFindings(findings, {
      ...(control === undefined ? {} : { controls: control }),
      ...(severity === undefined ? {} : { severities: severity }),
      ...(status === undefined ? {} : { statuses: status }),
    });
  } catch (error) {
    if (error instanceof FindingsFileError)
      throw new CommandError(`${option} ${error.message}`, EXIT.invalid);
    throw error;
  }
  const known = new Set([...controlCatalogue(), ...TENANT_CONTROLS].map(({ id }) => id));
  for (const id of control ?? []) {
    if (found.controls.has(id) || known.has(id)) continue;
    const near = suggestion(id, [...new Set([...known, ...found.controls])]);
    throw new CommandError(
      `--control ${printable(JSON.stringify(id))} is not a control, and the result has no finding of it${near}`,
      EXIT.invalid,
    );
  }
  return found;
}

/**
 * Returns the selected subscriptions of the fleet.
 * @throws {CommandError} when a glob of `--only` matches none
 */
export function selectSubscriptions(fleet: Fleet, selection: Selection): readonly Subscription[] {
  const { found, only, reseller, shard } = selection;
  let selected = fleet.subscriptions;
  if (only !== undefined) {
    for (const glob of only) if (!selected.some(globMatcher(glob))) throw namesNone(fleet, glob);
    selected = selected.filter(anyGlobMatcher(only));
  }
  if (reseller !== undefined) {
    const tenantId = resellerTenant(reseller, fleet);
    selected = selected.filter(({ customer }) => customer.reseller?.tenantId === tenantId);
  }
  if (found !== undefined) selected = selected.filter(({ id }) => found.bySubscription.has(id));
  if (shard !== undefined) selected = selected.filter(({ id }) => inShard(id, shard));
  return selected;
}

/**
 * The tenants of the selected part of the fleet: a tenant belongs to the first subscription of its customer. The findings of
 * `--findings` do not narrow it.
 */
export function selectTenants(fleet: Fleet, selection: Selection): readonly Tenant[] {
  const selected = new Set(selectSubscriptions(fleet, { ...selection, found: undefined }));
  return fleet.tenants.filter(({ subscription }) => selected.has(subscription));
}

/** Returns the message for a glob without a match in the fleet. */
export function namesNone(fleet: Fleet, glob: string): CommandError {
  const near = suggestion(glob.replace(/[*?]/g, ""), namesIn(fleet));
  return new CommandError(
    `--only ${JSON.stringify(glob)} matches no subscription (compared with id, name, customer and customer/name)${near}`,
    EXIT.invalid,
  );
}

/**
 * Returns the ids of the stacks of the findings: a tenant's stack for the controls of a tenant, which are reported with
 * the customer's first subscription.
 */
export function stacksFound(fleet: Fleet, { bySubscription }: SelectedFindings): ReadonlySet<string> {
  const stacks = new Set<string>();
  for (const [id, findings] of bySubscription) {
    if (findings.length === 0) stacks.add(id);
    for (const { control } of findings) {
      const isOfTenant = TENANT_CONTROLS.some((one) => one.id === control);
      const tenant = isOfTenant
        ? fleet.tenants.find(({ subscription }) => subscription.id === id)
        : undefined;
      stacks.add(tenant?.id ?? id);
    }
  }
  return stacks;
}

/** Shows on standard error how many subscriptions the findings select. */
export function saySelected({ found, option }: Selection, fleet: Fleet | undefined, console: Console): void {
  if (found === undefined) return;
  const ids = [...found.bySubscription.keys()];
  const unmanaged = fleet === undefined ? [] : ids.filter((id) => fleet.subscription(id) === undefined);
  const count = ids.reduce((sum, id) => sum + (found.bySubscription.get(id)?.length ?? 0), 0);
  console.err(
    `${option}: ${counted(count, "open finding")} of ${found.head.generatedAt} in ${counted(ids.length - unmanaged.length, "managed subscription")}`,
  );
  if (unmanaged.length > 0)
    console.err(`  ${counted(unmanaged.length, "subscription")} of the result ignored: not in the fleet`);
}

/** Returns whether a glob matches a stack that has only an id. */
export function namedById(globs: readonly string[], id: string): boolean {
  const named: Named = { id, name: id, customer: { key: id } };
  return anyGlobMatcher(globs)(named);
}
