import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { fleetOf, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { noTerraform, terraform } from "../support/terraform.ts";

test("terraform validate accepts every stack of the example fleet", { timeout: 300_000 }, ({ skip }) => {
  // Logged explicitly: the reporter only shows that a test was skipped.
  const cannotRun = (reason: string) => {
    console.warn(`not validated by Terraform: ${reason}`);
    return skip(reason);
  };
  if (noTerraform !== undefined) cannotRun(noTerraform);
  const example = loadFleet(fileURLToPath(new URL("../../fleet", import.meta.url)), { today: TODAY });
  if (!example.ok) throw new Error("the example fleet is not valid");
  const outdir = temporaryFolder();
  synthesizeFleet(example.fleet, { outdir, today: TODAY });
  for (const { id } of example.fleet.subscriptions) {
    const stack = join(outdir, "stacks", id);
    const init = terraform(stack, ["init", "-backend=false", "-no-color"]);
    if (
      !init.ok &&
      /provider registry|registry\.terraform\.io|Failed to query available provider/.test(init.output)
    ) {
      cannotRun(
        "the azurerm and azapi providers cannot be installed here: no registry and no mirror has them",
      );
    }
    expect(init.output).toContain("successfully initialized");
    expect(terraform(stack, ["validate", "-no-color"]).output).toContain("The configuration is valid");
  }
});

describe.skipIf(noTerraform)("an import block of a stack", () => {
  /** A configuration that evaluates the stack's import expression on this answer, for a resource without a provider. */
  function planWith(ids: unknown): string {
    const outdir = temporaryFolder();
    const fleet = fleetOf();
    synthesizeFleet(fleet, { outdir, today: TODAY });
    const [subscription] = fleet.subscriptions;
    const file = join(outdir, "stacks", subscription?.id ?? "", "cdk.tf.json");
    const { import: imports } = JSON.parse(readFileSync(file, "utf8")) as {
      import: { for_each: string; to: string }[];
    };
    const budget = imports.find(({ to }) => to === "azurerm_consumption_budget_subscription.budget");
    const folder = join(temporaryFolder(), "plan");
    mkdirSync(folder);
    const forEach = budget?.for_each.replace(
      "data.azapi_resource_list.existing_budgets.output",
      "local.answer",
    );
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({
        locals: { answer: { ids } },
        resource: { terraform_data: { budget: {} } },
        import: [{ for_each: forEach, to: "terraform_data.budget", id: "${each.value}" }],
      }),
    );
    terraform(folder, ["init", "-no-color"]);
    return terraform(folder, ["plan", "-no-color"]).output;
  }

  const ID =
    "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/providers/microsoft.consumption/Budgets/CSP-baseline-monthly";

  test.each([
    [
      "adopts an existing resource with an id in any case",
      ["/subscriptions/x/other", ID],
      "1 to import, 0 to add",
    ],
    ["adopts an id without its leading slash", [ID.slice(1)], "1 to import, 0 to add"],
    ["creates where nothing of the name exists", ["/subscriptions/x/other"], "1 to add"],
    ["creates where Azure lists nothing", [], "1 to add"],
    ["creates where Azure's answer has no list", null, "1 to add"],
    ["creates where a listed entry has no id", [null], "1 to add"],
  ])("%s", { timeout: 60_000 }, (_, ids, expected) => {
    expect(planWith(ids)).toContain(expected);
  });
});
