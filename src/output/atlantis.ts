import { relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import type { Fleet, Subscription } from "../fleet/index.ts";

export interface AtlantisProps {
  readonly fleet: Fleet;
  /** The folder with the fleet's files. */
  readonly fleetFolder: string;
  /** The folder with the stacks. */
  readonly outdir: string;
  /** The repository's folder: the paths in the file are relative to it. */
  readonly root: string;
}

/**
 * Returns the text of `atlantis.yaml`: one project for each stack, planned when a file that its customer's stacks
 * depend on changes.
 * Source: https://www.runatlantis.io/docs/repo-level-atlantis-yaml
 */
export function atlantisYaml({ fleet, fleetFolder, outdir, root }: AtlantisProps): string {
  const stacks = [
    ...fleet.subscriptions.map((subscription) => ({ id: subscription.id, subscription })),
    ...fleet.tenants.map(({ id, subscription }) => ({ id, subscription })),
  ];
  const project = ({ id, subscription }: { readonly id: string; readonly subscription: Subscription }) => {
    const folder = resolve(outdir, "stacks", id);
    const from = (path: string) => posix(relative(folder, path));
    return {
      name: id,
      dir: posix(relative(root, folder)),
      autoplan: {
        enabled: true,
        when_modified: [
          from(resolve(subscription.position().file)),
          from(resolve(fleetFolder, "partner.yaml")),
          from(resolve(root, "*.ts")),
          from(resolve(root, "package-lock.json")),
        ],
      },
    };
  };
  const document = {
    version: 3,
    // Stacks are independent: each has its own folder, state and subscription.
    parallel_plan: true,
    parallel_apply: true,
    projects: stacks.map(project),
  };
  const head = "# Made by csp-baseline synth --atlantis: do not edit.\n";
  return `${head}${stringify(document, { aliasDuplicateObjects: false })}`;
}

const posix = (path: string) => path.split(sep).join("/");
