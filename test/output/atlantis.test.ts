import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { atlantisYaml } from "../../src/output/atlantis.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";

const Atlantis = z.strictObject({
  version: z.literal(3),
  parallel_plan: z.boolean(),
  parallel_apply: z.boolean(),
  projects: z.array(
    z.strictObject({
      name: z.string(),
      dir: z.string(),
      autoplan: z.strictObject({ enabled: z.literal(true), when_modified: z.array(z.string()) }),
    }),
  ),
});

test("each stack is a project, planned when one of its source files changes", () => {
  const root = folderOf({ "fleet/partner.yaml": PARTNER, "fleet/customers/contoso.yaml": CONTOSO });
  const loaded = loadFleet(join(root, "fleet"), { today: TODAY });
  if (!loaded.ok) throw new Error("the fleet does not load");
  const { fleet } = loaded;
  const outdir = join(root, "cdktf.out");
  const text = atlantisYaml({ fleet, fleetFolder: join(root, "fleet"), outdir, root });
  const { projects } = Atlantis.parse(load(text));
  expect(projects.map(({ name }) => name)).toEqual(fleet.subscriptions.map(({ id }) => id));
  for (const { autoplan, dir, name } of projects) {
    expect(dir).toBe(`cdktf.out/stacks/${name}`);
    const [customer = "", partner = ""] = autoplan.when_modified.map((path) => resolve(root, dir, path));
    expect([customer, partner]).toEqual([
      join(root, "fleet/customers/contoso.yaml"),
      join(root, "fleet/partner.yaml"),
    ]);
    expect(existsSync(customer)).toBe(true);
  }
});
