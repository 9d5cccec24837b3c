import { CONTROL_IDS } from "../../controls/control-ids.ts";
import { fleetJsonSchemas } from "../../fleet/json-schema.ts";
import type { Answers } from "./answers.ts";
import { customerYaml, partnerYaml } from "./fleet-files.ts";
import type { OwnPackage } from "./own-package.ts";
import { pipelineFiles } from "./pipelines.ts";
import { cdktfJson, FLEET_TEST, GITIGNORE, MAIN, packageJson, TSCONFIG } from "./project-files.ts";
import { readme } from "./readme.ts";

export interface RepositoryProps {
  readonly answers: Answers;
  readonly own: OwnPackage;
  /** The name of its folder. */
  readonly folder: string;
  /** The source of csp-baseline for npm. */
  readonly dependency: string;
  /** The tarball to include, by its path in the repository; undefined if a registry has the package. */
  readonly vendored?: string;
  /** For `cdktf.json`. */
  readonly projectId: string;
}

/** Returns the files of a new fleet repository: their texts by their paths, with forward slashes. */
export function repositoryFiles(props: RepositoryProps): ReadonlyMap<string, string> {
  const { answers, dependency, folder, own, projectId, vendored } = props;
  const schemas = [...fleetJsonSchemas(CONTROL_IDS)].map(([name, text]) => [`schema/${name}`, text] as const);
  return new Map([
    ["README.md", readme(answers, vendored)],
    ["fleet/partner.yaml", partnerYaml(answers)],
    [`fleet/customers/${answers.customer}.yaml`, customerYaml(answers)],
    ["main.ts", MAIN],
    ["test/fleet.test.ts", FLEET_TEST],
    ["package.json", packageJson(packageName(folder), dependency, own)],
    ["tsconfig.json", TSCONFIG],
    ["cdktf.json", cdktfJson(projectId)],
    [".gitignore", GITIGNORE],
    ...schemas,
    ...Object.entries(pipelineFiles(answers, own)),
  ]);
}

/** Derives a valid npm name from the folder's. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 100)
    .replace(/^-+|-+$/g, "");
  // A package cannot depend on one with its own name, or have the name of certain folders of Node.
  return ["", "csp-baseline", "node-modules"].includes(name) ? "azure-baseline-fleet" : name;
}
