import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../src/cli/sandbox/run.ts";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import { insideSandbox, writeExtraCertificates, writeTrustFiles } from "../../src/sandbox/index.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const DIST = new URL("../../dist/src/cli/", import.meta.url);

interface Running {
  readonly process: ChildProcess;
  /** The output so far. */
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<{
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Starts the compiled command in its own process. */
function start(options: SandboxOptions, env: NodeJS.ProcessEnv = {}): Running {
  const script = `
    import { sandbox } from "${new URL("sandbox/run.js", DIST)}";
    import { processConsole } from "${new URL("console.js", DIST)}";
    try { process.exitCode = await sandbox(${JSON.stringify(options)}, processConsole()); }
    catch (error) { console.error(error.message); process.exitCode = error.exitCode ?? 99; }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: temporaryFolder(),
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { process: child, output, ended: ended.then((status) => ({ status, ...output })) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const node = (script: string) => [process.execPath, "-e", script];

describe("csp-baseline sandbox -- COMMAND", () => {
  test("csp-baseline inside a shell is the running program", () => {
    const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
    const inside = ["csp-baseline", "check", "--fleet", fleet];
    const { status, stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", ...inside]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^valid .*1 customer, 2 subscriptions/m)]);
  });

  test("runs the command where Azure is the sandbox, and ends with its status", async () => {
    const ask = `fetch(process.env.ARM_RESOURCE_MANAGER_ENDPOINT + "/metadata/endpoints?api-version=2022-09-01")
      .then((answer) => answer.json()).then(({ name, resourceManager }) => {
        console.log(name, resourceManager === process.env.CSP_BASELINE_SANDBOX);
        process.exitCode = 7;
      });`;
    const { status, stderr, stdout } = await start({ command: node(ask) }).ended;
    expect(stdout).toBe("AzureCloud true\n");
    expect(stderr).toContain("not Azure");
    expect(status).toBe(7);
  });

  test("leaves no files", async () => {
    const tmp = temporaryFolder();
    const { stdout } = await start(
      { command: node("console.log(process.env.SSL_CERT_FILE)") },
      { TMPDIR: tmp },
    ).ended;
    expect(stdout).toContain(tmp);
    expect(readdirSync(tmp)).toEqual([]);
  });

  test("keeps its files and resources in the folder of --state", async () => {
    const state = temporaryFolder();
    const { stdout } = await start({ state, command: node("console.log(process.env.SSL_CERT_FILE)") }).ended;
    expect(existsSync(stdout.trim())).toBe(true);
    expect(readdirSync(state)).toEqual(expect.arrayContaining(["requests.jsonl", "subscriptions"]));
  });

  test("passes a signal on to the command", async () => {
    const wait = `process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("waiting");`;
    const running = start({ command: node(wait) });
    await until(() => running.output.stdout.includes("waiting"));
    running.process.kill("SIGTERM");
    expect((await running.ended).status).toBe(5);
  });

  test("reports the signal that ended the command in its exit code", async () => {
    expect((await start({ command: node("process.kill(process.pid, 'SIGKILL')") }).ended).status).toBe(137);
  });

  test("reports a command that cannot be run", async () => {
    const { status, stderr } = await start({ command: ["no-such-program"] }).ended;
    expect(stderr).toContain('cannot run "no-such-program": the program was not found');
    expect(status).toBe(3);
  });
});

describe("csp-baseline sandbox", () => {
  test("prints the variables for a shell, without other sign-in methods, and serves until it receives a signal", async () => {
    const running = start({}, { ARM_CLIENT_CERTIFICATE_PATH: "/secret", ARM_OIDC_TOKEN: "secret" });
    await until(() => running.output.stderr.includes("serving"));
    const lines = running.output.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("unset ARM_CLIENT_CERTIFICATE_PATH ARM_OIDC_TOKEN");
    expect(lines.slice(1).every((line) => /^export [A-Z_]+=('[^']*'|[^\s']+)$/.test(line))).toBe(true);
    expect(running.output.stdout).toMatch(/^export ARM_METADATA_HOSTNAME=127\.0\.0\.1:\d+$/m);
    expect(running.output.stdout).not.toContain("secret");
    running.process.kill("SIGTERM");
    expect((await running.ended).status).toBe(0);
  });

  test("serves only on loopback, on the given port", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const taken = await start({ port: String(port) }).ended;
    expect(taken.stderr).toContain(`port ${port} is in use`);
    expect(taken.status).toBe(3);
    await new Promise((resolve) => server.close(resolve));
    const { stderr } = await start({ port: String(port), command: node("") }).ended;
    expect(stderr).toContain(`https://127.0.0.1:${port}`);
  });

  test.each(["-1", "80x", "65536", ""])("refuses the port %j", async (port) => {
    const { status, stderr } = await start({ port, command: node("") }).ended;
    expect(stderr).toContain("--port must be a number up to 65535");
    expect(status).toBe(2);
  });

  test("rejects an invalid fleet with its lines", async () => {
    const fleet = folderOf({
      "partner.yaml": PARTNER.replace("westeurope", "5"),
      "customers/contoso.yaml": CONTOSO,
    });
    const { status, stderr } = await start({ fleet, command: node("console.log('ran')") }).ended;
    expect(stderr).toContain("partner.yaml:");
    expect(status).toBe(2);
  });
});

test("a fleet's customers are delegated to the partner, or accept only their own application", () => {
  const lighthouse = directoryOf(fleetOf());
  expect(lighthouse.subscriptions?.[0]).toMatchObject({
    tenantId: "22222222-2222-2222-2222-222222222222",
    managedByTenantId: "11111111-1111-1111-1111-111111111111",
  });
  const clientId = "22222222-0000-0000-0000-000000000001";
  const contoso = `${CONTOSO}access: { model: customer-app, clientId: ${clientId} }\n`;
  const [subscription] = directoryOf(fleetOf({ contoso })).subscriptions ?? [];
  expect(subscription).toMatchObject({ clientId });
  expect(subscription).not.toHaveProperty("managedByTenantId");
});

test("a process inside has no other sign-in method, and keeps all other variables", () => {
  const before = { PATH: "/bin", ARM_CLIENT_SECRET: "real", AZURE_TENANT_ID: "real", ARM_OIDC_TOKEN: "real" };
  const inside = insideSandbox(before, { ARM_CLIENT_SECRET: "sandbox" });
  expect(inside).toEqual({ PATH: "/bin", ARM_CLIENT_SECRET: "sandbox" });
  expect(before.ARM_CLIENT_SECRET).toBe("real");
});

test("keeps trusted certificates: Terraform's registry, a company's proxy", () => {
  const folder = temporaryFolder();
  const roots = join(folder, "roots.pem");
  writeFileSync(roots, "company roots\n");
  const env = { SSL_CERT_FILE: roots, NODE_EXTRA_CA_CERTS: roots };
  const { bundleFile, certificateFile } = writeTrustFiles(folder, "sandbox certificate\n", env);
  expect(readFileSync(certificateFile, "utf8")).toBe("sandbox certificate\n");
  expect(readFileSync(bundleFile, "utf8")).toBe("sandbox certificate\ncompany roots\n");
  expect(readFileSync(writeExtraCertificates(folder, "sandbox certificate\n", env), "utf8")).toContain(
    "company roots",
  );
  expect(readFileSync(writeTrustFiles(folder, "sandbox certificate\n", {}).bundleFile, "utf8")).toContain(
    "BEGIN CERTIFICATE",
  );
});
