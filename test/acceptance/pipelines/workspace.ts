import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../support/stack.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
export type Variables = Readonly<Record<string, string | undefined>>;

/** A repository with a fleet, whose workflows are run on this machine: each job in a clone of its own. */
export class Repository {
  readonly folder: string;
  /** The shared data of jobs besides artifacts: the states, as in a backend in Azure. */
  readonly states = temporaryFolder();

  /** @param folder holds `fleet/` */
  constructor(folder: string) {
    this.folder = folder;
    writeFileSync(join(folder, ".gitignore"), "/*\n!/fleet\n!/.gitignore\n");
    this.#git("init", "--quiet", "--initial-branch=main");
    this.commit("The fleet");
  }

  /** @returns the commit's id */
  commit(message: string): string {
    this.#git("add", "--all");
    this.#git(
      "-c",
      "user.name=test",
      "-c",
      "user.email=test@fabrikam.example",
      "commit",
      "--allow-empty",
      "--quiet",
      "-m",
      message,
    );
    return this.#git("rev-parse", "HEAD").stdout.trim();
  }

  #git(...args: readonly string[]): SpawnSyncReturns<string> {
    const result = spawnSync("git", args, { cwd: this.folder, encoding: "utf8" });
    if (result.status !== 0) throw new Error(`git ${args.join(" ")}: ${result.stderr}`);
    return result;
  }

  /** The folder of a new job, after its checkout. */
  checkout(): string {
    const folder = join(temporaryFolder(), "work");
    const { status, stderr } = spawnSync("git", ["clone", "--quiet", this.folder, folder], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    symlinkSync(this.states, join(folder, "tfstate"));
    return folder;
  }
}

/**
 * A Terraform for jobs in the sandbox. A job signs in with its own token, by ARM_USE_OIDC. azapi then asks
 * login.microsoftonline.com first, even with settings of another cloud, so the sandbox's secret replaces the token here.
 * A job that does not bring what a token takes is refused.
 * @param needed variables that the job has to set
 */
function terraformShim(folder: string, needed: readonly string[]): void {
  const file = join(folder, "terraform");
  const real = spawnSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).stdout.trim();
  const checks = needed.map((name) => `: "\${${name}:?the job has to set it}"`);
  writeFileSync(
    file,
    `#!/bin/sh
if [ "$ARM_USE_OIDC" != true ] || [ "$ARM_USE_CLI" != false ]; then echo "the job has no token of its own" >&2; exit 1; fi
${checks.join("\n")}
ARM_USE_OIDC=false exec '${real}' "$@"
`,
  );
  chmodSync(file, 0o755);
}

/**
 * Stands in for npm in a job: `npm ci --ignore-scripts` links what is installed already, `npm run build` what is built.
 * Anything else fails. Beside it is {@link terraformShim}.
 * @returns the folder that has them
 */
export function programs(needed: readonly string[]): string {
  const folder = temporaryFolder();
  const file = join(folder, "npm");
  writeFileSync(
    file,
    `#!/bin/sh
case "$*" in
  "ci --ignore-scripts") ln -s '${ROOT}/node_modules' node_modules && cp '${ROOT}/package.json' . ;;
  "run build") ln -s '${ROOT}/dist' dist ;;
  *) echo "npm $* is not expected of a pipeline" >&2; exit 1 ;;
esac
`,
  );
  chmodSync(file, 0o755);
  terraformShim(folder, needed);
  return folder;
}

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a script as the runners of both services do. Waited for: the sandbox answers in this very process. */
export function runScript(script: string, cwd: string, env: Variables): Promise<Ran> {
  const file = join(temporaryFolder(), "step.sh");
  writeFileSync(file, script);
  return new Promise((done, reject) => {
    const child = spawn("bash", ["-e", file], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.on("error", reject);
    child.on("close", (status) => done({ status, output }));
  });
}

/** Artifacts of one run, by name. */
export class Artifacts {
  readonly folder = temporaryFolder();

  names(): string[] {
    return readdirSync(this.folder).sort();
  }

  /**
   * @param paths lines of files, folders and globs; those with `!` are left out, and so are hidden files
   * @throws when there is an artifact of the name, and it may not be overwritten
   */
  upload(name: string, paths: string, cwd: string, overwrite: boolean): number {
    const target = join(this.folder, name);
    if (existsSync(target)) {
      if (!overwrite) throw new Error(`an artifact ${name} exists already`);
      rmSync(target, { recursive: true });
    }
    const lines = paths.split("\n").filter((line) => line !== "");
    const [first = ""] = lines;
    const found = matches(first, cwd);
    if (found.length === 0) return 0;
    mkdirSync(target);
    for (const path of found) {
      const from = join(cwd, path);
      const to = statSync(from).isDirectory() ? target : join(target, basename(path));
      cpSync(from, to, { recursive: true, filter: (source) => !isHidden(relative(cwd, source)) });
    }
    return found.length;
  }

  download(name: string, to: string): void {
    if (!existsSync(join(this.folder, name))) throw new Error(`there is no artifact ${name}`);
    cpSync(join(this.folder, name), to, { recursive: true });
  }

  /** All texts in them, to be searched for what must not be there. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(this.folder, name))
      .filter((path) => lstatSync(path).isFile());
  }
}

/** `plans/*.json` and paths without a star, which is all that the workflows use. */
function matches(pattern: string, cwd: string): string[] {
  const [, folder = "", ending = ""] = /^([^*]*)\/\*([^*]*)$/.exec(pattern) ?? [];
  if (folder === "") return existsSync(join(cwd, pattern)) ? [pattern] : [];
  if (!existsSync(join(cwd, folder))) return [];
  const names = readdirSync(join(cwd, folder)).filter((name) => name.endsWith(ending) && !isHidden(name));
  return names.map((name) => join(folder, name));
}

function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith("."));
}

/** Where a file that a job writes to is. */
export function emptyFile(name: string): string {
  const file = join(temporaryFolder(), name);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, "");
  return file;
}
