/**
 * npm run bench:runner [-- --stacks 100 --parallelism 2 --rounds 3 --kinds trivial,azure --cdktf PATH]
 *
 * Many stacks with the real Terraform: `deploy --auto-plan` next to `xargs -P` with the same init, plan and apply,
 * `plan` and `deploy`, whose JSON a review reads, next to the same with show -json,
 * and to `cdktf deploy '*'` (cdktf-cli 0.21, installed into a temporary folder): all in turn in one run, each with as
 * many stacks at a time, the same plugin cache, and fresh stacks. The stacks of Azure are deployed into the sandbox. A
 * side that cannot run here is left out, with the reason.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, stripVTControlCharacters } from "node:util";
import {
  insideSandbox,
  type Sandbox,
  sandboxEnvironment,
  startSandbox,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { median } from "./measure.ts";
import { type StackKind, writeStacks } from "./runner-stacks.ts";

const { values } = parseArgs({
  options: {
    stacks: { type: "string", default: "100" },
    parallelism: { type: "string", default: "2" },
    rounds: { type: "string", default: "3" },
    kinds: { type: "string", default: "trivial,azure" },
    cdktf: { type: "string" },
  },
});
const { parallelism } = values;
const count = Number(values.stacks);
const rounds = Number(values.rounds);
const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const TERRAFORM = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
const work = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
const outdir = join(work, "cdktf.out");
const skipped: string[] = [];
const CDKTF = "cdktf deploy";
const LOCK_FILE = ".terraform.lock.hcl";

type Environment = Readonly<Record<string, string | undefined>>;

/** What one side runs, as a shell has it, in the folder with the stacks. */
interface Side {
  readonly name: string;
  readonly command: string;
  /** The side of ours that runs the same Terraform commands in each stack. */
  readonly peer?: string;
}

const REVIEWED = "csp-baseline plan, deploy";
const AT_ONCE = "csp-baseline deploy --auto-plan";

function sides(cdktf: string | undefined): Side[] {
  const node = `"${process.execPath}" "${CLI}"`;
  const common = `--out "${outdir}" --plans "${join(work, "plans")}" --parallelism ${parallelism}`;
  // Without a lock file every init writes to the cache, and two of them at a time fail.
  const xargs = (show: string) => {
    const steps = [
      "cd {}",
      `cp "${work}/${LOCK_FILE}" .`,
      `${TERRAFORM} init -input=false`,
      `${TERRAFORM} plan -input=false -out=p`,
      ...(show === "" ? [] : [show]),
      `${TERRAFORM} apply -input=false p`,
    ];
    return `ls -d "${outdir}"/stacks/* | xargs -P ${parallelism} -I{} sh -c '${steps.join(" && ")}'`;
  };
  const all = [
    { name: AT_ONCE, command: `${node} deploy --auto-plan --yes ${common}` },
    { name: "xargs", command: xargs(""), peer: AT_ONCE },
    { name: REVIEWED, command: `${node} plan ${common} && ${node} deploy --yes ${common}` },
    // What a review reads.
    { name: "xargs, with show -json", command: xargs(`${TERRAFORM} show -json p >p.json`), peer: REVIEWED },
  ];
  if (cdktf === undefined) return all;
  const deploy = `"${cdktf}" deploy '*' --auto-approve --skip-synth --parallelism ${parallelism}`;
  return [...all, { name: CDKTF, command: deploy, peer: AT_ONCE }];
}

/** Not waited for in one go: the sandbox answers in this very process. */
function run(command: string, env: Environment): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const options = { cwd: work, env: { ...env }, maxBuffer: 1 << 30 };
    execFile("sh", ["-c", command], options, (error, stdout, stderr) => {
      if (error === null) resolve((performance.now() - start) / 1000);
      else reject(new Error(`${command}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`));
    });
  });
}

/** The path of `cdktf`, or the reason why there is none. */
function findCdktf(): { path: string } | { reason: string } {
  if (values.cdktf !== undefined) {
    return existsSync(values.cdktf) ? { path: values.cdktf } : { reason: `${values.cdktf} is not there` };
  }
  const folder = join(work, "cdktf-cli");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "cdktf-cli@0.21"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status === 0) return { path: join(folder, "node_modules", ".bin", "cdktf") };
  return { reason: `npm cannot install cdktf-cli: ${stderr.trim().split("\n")[0] ?? ""}` };
}

/** Fills the plugin cache, so that no side has to; the reason why that cannot be done. */
async function warmUp(kind: StackKind, env: Environment): Promise<string | undefined> {
  writeStacks(outdir, kind, 1);
  try {
    await run(
      `cd "${outdir}"/stacks/* && ${TERRAFORM} init -input=false && touch ${LOCK_FILE} && cp ${LOCK_FILE} "${work}"`,
      {
        ...env,
        TF_REGISTRY_DISCOVERY_RETRY: "0",
        TF_REGISTRY_CLIENT_TIMEOUT: "4",
      },
    );
    return undefined;
  } catch (error) {
    return firstError(error);
  }
}

/** What Terraform says is wrong, without its frame and its colours. */
function firstError(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return text
    .slice(Math.max(0, text.indexOf("Error:")))
    .replace(/[\s│╷╵]+/g, " ")
    .slice(0, 300);
}

function environment(sandbox: Sandbox): Environment {
  const { certificate, port, tenantId } = sandbox;
  const { bundleFile } = writeTrustFiles(work, certificate, process.env);
  const extraCertificatesFile = writeExtraCertificates(work, certificate, process.env);
  const inside = sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile });
  const cache = process.env["TF_PLUGIN_CACHE_DIR"] || join(work, "plugin-cache");
  mkdirSync(cache, { recursive: true });
  return {
    ...insideSandbox(process.env, inside),
    // `cdktf` is started by its first line, which looks for node.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
    TF_PLUGIN_CACHE_DIR: cache,
    CHECKPOINT_DISABLE: "1",
    CI: "1",
  };
}

async function compare(kind: StackKind, all: readonly Side[]): Promise<string[]> {
  const seconds = new Map<string, number[]>();
  const failed = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { command, name } of all) {
      if (failed.has(name)) continue;
      // Another Azure for each: what one side made is not there for the next.
      const sandbox = await startSandbox();
      writeStacks(outdir, kind, count);
      rmSync(join(work, "plans"), { recursive: true, force: true });
      console.error(`${kind}, round ${round + 1}: ${name}`);
      try {
        const taken = await run(command, environment(sandbox));
        seconds.set(name, [...(seconds.get(name) ?? []), taken]);
      } catch (error) {
        if (name !== CDKTF) throw error;
        failed.add(name);
        skipped.push(`${kind} stacks, ${name}: ${firstError(error)}`);
      } finally {
        await sandbox.close();
      }
    }
  }
  const middle = (name: string) => median(seconds.get(name) ?? []);
  const done = all.filter(({ name }) => seconds.has(name));
  return done.map(({ name, peer }) => {
    const goal = name.startsWith("xargs") ? "at most 1.15" : "-";
    const ratio = peer === undefined ? "-" : `${(middle(peer) / middle(name)).toFixed(2)} (${peer})`;
    return `| ${count} ${kind} stacks, ${name} | ${middle(name).toFixed(1)} | ${goal} | ${ratio} |`;
  });
}

try {
  writeFileSync(
    join(work, "cdktf.json"),
    '{ "language": "typescript", "app": "true", "sendCrashReports": "false" }',
  );
  const cdktf = findCdktf();
  if ("reason" in cdktf) skipped.push(`cdktf deploy: ${cdktf.reason}`);
  const rows: string[] = [];
  for (const kind of ["trivial", "azure"] as const) {
    if (!values.kinds.split(",").includes(kind)) continue;
    const sandbox = await startSandbox();
    const reason = await warmUp(kind, environment(sandbox));
    await sandbox.close();
    if (reason === undefined)
      rows.push(...(await compare(kind, sides("path" in cdktf ? cdktf.path : undefined))));
    else skipped.push(`${kind} stacks: ${reason}`);
  }
  console.log(`${parallelism} stacks at a time, node ${process.versions.node}, medians of ${rounds}\n`);
  console.log(
    ["| side | seconds | goal | csp-baseline against it |", "|---|---|---|---|", ...rows].join("\n"),
  );
  for (const line of skipped) console.log(`\nnot run: ${line}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
