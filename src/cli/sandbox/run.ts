import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { delegationBody, onboardingOf } from "../../adopt/onboard/index.ts";
import type { Fleet } from "../../fleet/index.ts";
import {
  type DirectoryProps,
  foreignVariables,
  insideSandbox,
  type KnownSubscription,
  type Sandbox,
  StateError,
  sandboxEnvironment,
  startSandbox,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../sandbox/index.ts";
import { messageOf, systemCode } from "../../text/error-message.ts";
import { type Console, counted, note } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { type FleetOptions, fleetFolder, openFleet } from "../fleet-input.ts";
import { resolved, runInside, untilStopped } from "./child-command.ts";

export interface SandboxOptions extends FleetOptions {
  /** @default - a free port */
  readonly port?: string;
  /** A folder that stores the resources. @default - memory */
  readonly state?: string;
  /** Whether customers with access by Lighthouse have no delegations yet. @default false */
  readonly withoutDelegations?: boolean;
  /** The command after `--`: run it in the sandbox, then end. @default - serve until a signal */
  readonly command?: readonly string[];
}

/**
 * `csp-baseline sandbox`: a sandbox of Azure on loopback, with the fleet's tenants and subscriptions.
 * @returns the command's own exit code, or 0; 2 for an invalid fleet
 */
export async function sandbox(options: SandboxOptions, console: Console): Promise<number> {
  const port = parsePort(options.port);
  const directory = readDirectory(options, console);
  if (directory === "invalid") return EXIT.invalid;
  const stateFolder = options.state === undefined ? undefined : resolve(options.state);
  const folder = stateFolder ?? mkdtempSync(join(tmpdir(), "csp-baseline-sandbox-"));
  try {
    const running = await start(console, port, directory, stateFolder);
    try {
      return await serve(running, folder, options.command ?? [], console);
    } finally {
      await running.close();
    }
  } finally {
    if (stateFolder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(
  running: Sandbox,
  folder: string,
  command: readonly string[],
  console: Console,
): Promise<number> {
  const { bundleFile } = writeTrustFiles(folder, running.certificate, console.env);
  const environment = sandboxEnvironment({
    port: running.port,
    tenantId: running.tenantId,
    bundleFile,
    extraCertificatesFile: writeExtraCertificates(folder, running.certificate, console.env),
  });
  note(
    console,
    `${console.style("yellow", "sandbox")}  ${running.origin}: a sandbox on this machine, not Azure`,
  );
  if (process.platform === "darwin" || process.platform === "win32") {
    console.err(
      `Terraform's providers ignore SSL_CERT_FILE on this system: add ${bundleFile.replace("trusted-certificates", "sandbox-certificate")} to its certificate store, or run in a Linux container`,
    );
  }
  if (command.length > 0)
    return await runInside(...resolved(command), insideSandbox(console.env, environment));
  const foreign = foreignVariables(console.env).filter((name) => !Object.hasOwn(environment, name));
  if (foreign.length > 0) console.out(`unset ${foreign.join(" ")}`);
  for (const [name, value] of Object.entries(environment)) console.out(`export ${name}=${quoted(value)}`);
  note(console, "serving until Ctrl-C; run the lines above in another shell");
  await untilStopped();
  return EXIT.ok;
}

async function start(
  console: Console,
  port: number,
  directory: DirectoryProps,
  stateFolder: string | undefined,
): Promise<Sandbox> {
  try {
    return await startSandbox({
      directory,
      port,
      now: () => console.now(),
      ...(stateFolder === undefined ? {} : { stateFolder }),
    });
  } catch (error) {
    if (error instanceof StateError) throw new CommandError(error.message, EXIT.invalid);
    const code = systemCode(error);
    if (code !== undefined) {
      const taken = code === "EADDRINUSE";
      const message = taken ? `port ${port} is in use; omit --port to use a free one` : messageOf(error);
      throw new CommandError(`the sandbox cannot start: ${message}`, EXIT.outside);
    }
    throw error;
  }
}

function parsePort(port: string | undefined): number {
  if (port === undefined) return 0;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return Number(port);
  throw new CommandError(`--port must be a number up to 65535, got ${JSON.stringify(port)}`, EXIT.invalid);
}

/** Returns the fleet's tenants and subscriptions; without a fleet, any are valid. */
function readDirectory(options: SandboxOptions, console: Console): DirectoryProps | "invalid" {
  const folder = fleetFolder(options, console);
  if (options.fleet === undefined && !console.env["CSP_BASELINE_FLEET"] && !existsSync(folder)) {
    note(console, "no fleet found: any GUID is a subscription");
    return {};
  }
  const fleet = openFleet(options, console);
  if (fleet === undefined) return "invalid";
  note(console, `${folder}: ${counted(fleet.subscriptions.length, "subscription")}`);
  return directoryOf(fleet, options.withoutDelegations !== true);
}

/**
 * Returns the access in a fleet: with Lighthouse for the partner's tenant, with a customer app for that application.
 * @param delegated whether customers have delegated their subscriptions, as after `onboard`
 */
export function directoryOf(fleet: Fleet, delegated = true): DirectoryProps {
  const { customers, partner, subscriptions } = fleet;
  const delegations = new Map(
    customers
      .filter(({ access }) => delegated && access.model === "lighthouse")
      .map((customer) => [customer, { ...delegationBody(onboardingOf(fleet, customer)) }]),
  );
  return {
    defaultTenantId: partner.tenantId,
    tenants: [
      { id: partner.tenantId, displayName: partner.name },
      ...customers.map(({ displayName, tenantId }) => ({ id: tenantId, displayName })),
    ],
    subscriptions: subscriptions.map(({ customer, id, name }): KnownSubscription => {
      const { access, tenantId } = customer;
      const known = { id, displayName: name, tenantId };
      const delegation = delegations.get(customer);
      if (delegation !== undefined) return { ...known, managedByTenantId: partner.tenantId, delegation };
      if (access.model === "lighthouse") return known;
      return access.clientId === undefined ? known : { ...known, clientId: access.clientId };
    }),
  };
}

/** Formats for a POSIX shell. */
function quoted(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
