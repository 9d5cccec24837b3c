import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { idOf, World } from "./support/world.ts";

/*
 * `csp-baseline enforce --propose`: Azure has subscriptions that the fleet does not.
 */

const TENANT = "22222222-2222-2222-2222-222222222222";
const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const delegated = (index: number, displayName: string, tenantId = TENANT) => ({
  id: idOf(index),
  displayName,
  tenantId,
  managedByTenantId: PARTNER_TENANT,
});

let world: World;
beforeAll(async () => {
  world = await World.start({
    count: 2,
    contoso: "  # The next ones are ordered by hand.\n",
    more: [
      delegated(11, "Shop (production)"),
      delegated(12, "app-1"),
      { ...delegated(13, "old"), state: "Disabled" },
      delegated(14, "stranger", "99999999-9999-9999-9999-999999999999"),
    ],
  });
}, 120_000);

const contoso = () => readFileSync(join(world.fleetFolder, "customers/contoso.yaml"), "utf8");

test("the change is a patch that git takes: each subscription in its customer's file, comments kept", async () => {
  const before = contoso();
  const { err, out, status } = await world.command("enforce", "--propose");
  expect(status, err).toBe(0);
  expect(err).toContain(`${idOf(13)} left out: it is disabled`);
  expect(err).toContain("3 subscriptions to manage, in 2 files");
  expect(contoso()).toBe(before);

  const patch = join(world.root, "new.patch");
  writeFileSync(patch, out);
  execFileSync("git", ["apply", patch], { cwd: world.root });
  expect(contoso()).toBe(
    `${before}  - id: ${idOf(11)}\n    name: Shop (production)\n  - id: ${idOf(12)}\n    name: app-1 (00000000)\n`,
  );
  expect(before).toContain("# The next ones are ordered by hand.");
  const [stranger = ""] = readdirSync(join(world.fleetFolder, "customers")).filter(
    (name) => name !== "contoso.yaml",
  );
  expect(readFileSync(join(world.fleetFolder, "customers", stranger), "utf8")).toMatch(
    /\ntenantId: 99999999-9999-9999-9999-999999999999\n[\s\S]*id: 00000000-0000-0000-0000-000000000014\n/,
  );
  expect((await world.command("check")).status).toBe(0);
});

test("after the change is applied, there is nothing to propose", async () => {
  const { err, out, status } = await world.command("enforce", "--propose");
  expect([status, out]).toEqual([0, ""]);
  expect(err).toContain("there is nothing to propose");
});

test("with a source that was not read completely, an empty proposal is status 1 and names the source", async () => {
  world.fault({
    path: "*/providers/Microsoft.ResourceGraph/resources*",
    status: 403,
    code: "Denied",
  });
  const { err, out, status } = await world.command("enforce", "--propose");
  expect([status, out], err).toEqual([1, ""]);
  expect(err).toMatch(/^Azure Resource Graph.*\(subscriptions may be missing from the proposal\)$/m);
  expect(err).toContain("there is nothing to propose");
  expect(await world.command("enforce", "--propose")).toMatchObject({ status: 0, out: "" });
});

test("without a sign-in nothing is proposed, and the status is 3", async () => {
  const nowhere = "https://127.0.0.1:9";
  const env = { CSP_BASELINE_ARM_ENDPOINT: nowhere, ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: nowhere };
  const { err, out, status } = await world.commandWith(env, "enforce", "--propose");
  expect([status, out]).toEqual([3, ""]);
  expect(err).toContain("nothing is proposed: no source returned a subscription");
});
