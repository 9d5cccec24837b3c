import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

const SHUFFLED = `displayName: 'Contoso Ltd'   # for people
customer: contoso
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
- name: prod
  id: 00000000-0000-0000-0000-000000000001
`;
const TIDY = `customer: contoso
displayName: Contoso Ltd     # for people
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
  - id: 00000000-0000-0000-0000-000000000001
    name: prod
`;
const folderWith = (contoso: string, partner = PARTNER) =>
  folderOf({ "fleet/partner.yaml": partner, "fleet/customers/contoso.yaml": contoso });
const contosoIn = (cwd: string) => readFileSync(join(cwd, "fleet/customers/contoso.yaml"), "utf8");

test("files are laid out, and those that changed are named", () => {
  const cwd = folderWith(SHUFFLED);
  expect(cspBaseline(["fmt"], { cwd })).toMatchObject({
    status: 0,
    stdout: "fleet/customers/contoso.yaml\n",
    stderr: "1 file changed\n",
  });
  expect(contosoIn(cwd)).toBe(TIDY);
  expect(cspBaseline(["fmt"], { cwd })).toMatchObject({ status: 0, stdout: "", stderr: "0 files changed\n" });
});

test("--check lists them, changes no file, and exits with 1", () => {
  const cwd = folderWith(SHUFFLED);
  expect(cspBaseline(["fmt", "--check"], { cwd })).toMatchObject({
    status: 1,
    stdout: "fleet/customers/contoso.yaml\n",
    stderr: "1 file would change\n",
  });
  expect(contosoIn(cwd)).toBe(SHUFFLED);
  expect(cspBaseline(["fmt", "--check"], { cwd: folderWith(TIDY) }).status).toBe(0);
});

test("a file with errors is not changed, and the others are formatted", () => {
  const wrong = PARTNER.replace("role: direct-bill", "role: direct-bil");
  const cwd = folderWith(SHUFFLED, wrong);
  const { status, stderr, stdout } = cspBaseline(["fmt"], { cwd });
  expect([status, stdout]).toEqual([2, "fleet/customers/contoso.yaml\n"]);
  expect(stderr).toContain("fleet/partner.yaml:4:3 partner.role: ");
  expect(stderr).toMatch(/1 problem in the fleet; a file with problems is not changed\n$/);
  expect(readFileSync(join(cwd, "fleet/partner.yaml"), "utf8")).toBe(wrong);
  expect(contosoIn(cwd)).toBe(TIDY);
});

test("a file whose YAML cannot be formatted is not changed, and that is not an error", () => {
  const cwd = folderWith(CONTOSO.replace("Contoso Ltd", "&name Contoso Ltd"));
  expect(cspBaseline(["fmt", "--check"], { cwd })).toMatchObject({
    status: 0,
    stderr: "unchanged fleet/customers/contoso.yaml: it has anchors or aliases\n0 files would change\n",
  });
});

test("customers' files get the language server's line where the partner's has one", () => {
  const cwd = folderWith(
    TIDY,
    `# yaml-language-server: $schema=../node_modules/csp-baseline/schema/partner.json\n\n${PARTNER}`,
  );
  cspBaseline(["fmt"], { cwd });
  expect(contosoIn(cwd)).toBe(
    `# yaml-language-server: $schema=../../node_modules/csp-baseline/schema/customer.json\n\n${TIDY}`,
  );
});

test("the example fleet is laid out already", () => {
  expect(cspBaseline(["fmt", "--check"])).toMatchObject({ status: 0, stdout: "" });
});
