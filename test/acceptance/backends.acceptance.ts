import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./project.ts";

const LAW_FIRM = "00000000-0000-0000-0000-000000000031";

test.each([
  [
    "azurerm",
    "{ type: azurerm, resourceGroupName: rg-state, storageAccountName: stfabrikamstate, containerName: tfstate }",
  ],
  ["cloud", "{ type: cloud, organization: fabrikam }"],
])("stacks with their state in %s are valid", async (name, backend) => {
  const project = await Project.start({
    prepare: (fleet) => {
      const partner = join(fleet, "partner.yaml");
      writeFileSync(partner, readFileSync(partner, "utf8").replace("{ type: local }", backend));
    },
  });
  await project.synth();
  expect(readFileSync(join(project.stack(LAW_FIRM), "cdk.tf.json"), "utf8")).toContain(`"${name}": {`);
  const init = await project.terraform(LAW_FIRM, "init", "-backend=false");
  expect(init.status, init.stderr).toBe(0);
  const validate = await project.terraform(LAW_FIRM, "validate");
  expect(validate.status, validate.stdout + validate.stderr).toBe(0);
});
