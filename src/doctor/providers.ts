import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Terraform } from "../runner/index.ts";
import { messageOf } from "../text/error-message.ts";
import { member, members, textMember } from "../text/json.ts";
import { printable } from "../text/printable.ts";
import { type Check, fail, ok, unknown } from "./check.ts";

/** A provider that a stack requires. */
export interface RequiredProvider {
  /** `hashicorp/azurerm` */
  readonly source: string;
  readonly version: string;
}

/** The timeout in milliseconds. Terraform's own limits end unanswered requests earlier. */
const LONGEST = 60_000;
const SHORT_TIMEOUTS = { TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "10" };
const KEPT = 20_000;
/** Terraform prints this after it has found the version and before the download. */
const FOUND = /^- (Installing|Installed|Using|Reusing) /m;

/** Returns the providers of a synthesized stack; undefined where it cannot be read. */
export function providersOf(stackFile: string): readonly RequiredProvider[] | undefined {
  try {
    const stack: unknown = JSON.parse(readFileSync(stackFile, "utf8"));
    const required = members(member(member(stack, "terraform"), "required_providers"));
    return required.flatMap(([, one]) => {
      const [source, version] = [textMember(one, "source"), textMember(one, "version")];
      return source === undefined || version === undefined ? [] : [{ source, version }];
    });
  } catch {
    return undefined;
  }
}

/**
 * Checks with Terraform whether each provider can be installed: from the registry, or from the mirror of the CLI
 * configuration. It downloads nothing: the command ends as soon as Terraform has found the version.
 */
export async function checkProviders(
  terraform: Terraform,
  providers: readonly RequiredProvider[],
): Promise<Check> {
  const outcomes = await Promise.all(providers.map((provider) => whyNot(terraform, provider)));
  const names = providers.map(({ source, version }) => `${source} ${version}`);
  if (providers.length === 0) return unknown("providers", "not checked: the stack requires none");
  const late = names.filter((_, index) => outcomes[index] === "late");
  const missing = outcomes.find((outcome) => outcome !== undefined && outcome !== "late");
  if (missing !== undefined) {
    return fail(
      "providers",
      missing,
      "Let this machine reach registry.terraform.io, releases.hashicorp.com and github.com (HTTPS_PROXY), or name a mirror in Terraform's CLI configuration: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
    );
  }
  if (late.length > 0) {
    return unknown("providers", `no answer within ${LONGEST / 1000} seconds: ${late.join(", ")}`);
  }
  return ok("providers", `${names.join(", ")} found with Terraform's own configuration`);
}

/** Returns Terraform's reason; `late` at a timeout; undefined when it found the version. */
async function whyNot({ binary, env }: Terraform, provider: RequiredProvider): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "csp-baseline-doctor-"));
  try {
    const required_providers = { probe: provider };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    return await new Promise((resolve) => {
      const args = ["init", "-backend=false", "-input=false", "-no-color"];
      const child = spawn(binary, args, {
        cwd: folder,
        env: { ...env, ...SHORT_TIMEOUTS },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let text = "";
      let outcome: string | undefined;
      const timer = setTimeout(() => {
        outcome = "late";
        child.kill("SIGKILL");
      }, LONGEST);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (piece: string) => {
          text = (text + piece).slice(-KEPT);
          if (FOUND.test(text)) child.kill("SIGKILL");
        });
      }
      child.once("error", (error) => {
        outcome = messageOf(error);
      });
      child.once("close", (code) => {
        clearTimeout(timer);
        resolve(outcome ?? (code === 0 || FOUND.test(text) ? undefined : reasonIn(text)));
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the sentence after Terraform's title, which does not mention the provider. */
function reasonIn(text: string): string {
  const error = text.slice(Math.max(0, text.indexOf("Error: ")));
  const [, body = error] = /^Error: [^\n]*\n+([\s\S]*?)(?:\n\n|$)/.exec(error.replace(/[│╷╵]/g, "")) ?? [];
  return printable(body.replace(/\s+/g, " "), 300);
}
