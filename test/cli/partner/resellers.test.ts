import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { alerts } from "../../../src/cli/partner/alerts/run.ts";
import { partnerResellers, type ResellersOptions } from "../../../src/cli/partner/resellers/run.ts";
import { readSelection, selectSubscriptions } from "../../../src/cli/selection.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../../support/fleet.ts";

const ALPINE = "77777777-7777-7777-7777-777777777777";
const OTHER = "88888888-8888-8888-8888-888888888888";
const PROVIDER = PARTNER.replace("role: direct-bill", "role: indirect-provider");
const WITH_ALPINE = CONTOSO.replace(
  "subscriptions:",
  `reseller: { tenantId: ${ALPINE}, name: Alpine IT, emails: [soc@alpine.example] } # call by day\nsubscriptions:`,
);
const USER = {
  CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
  CSP_BASELINE_PARTNER_CLIENT_ID: "app",
  CSP_BASELINE_PARTNER_CLIENT_SECRET: "s",
};
const relationship = (id: string, name: string, state = "active") => ({
  id,
  name,
  state,
  relationshipType: "isIndirectCloudSolutionProviderOf",
  mpnId: "4847383",
});

let sandbox: PartnerSandbox;
let console: ReturnType<typeof heardConsole>;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  console = heardConsole(USER, NOW);
});

const folder = (contoso = CONTOSO, partner = PROVIDER) =>
  folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });

function run(fleet: string, options: Partial<ResellersOptions> = {}) {
  const { credential: _, ...connection } = sandbox.options;
  return partnerResellers({ fleet, ...options }, console, { connection });
}
const found = (...items: object[]) => sandbox.set({ resellers: { [CUSTOMER_TENANT]: items as never } });

describe("partner resellers", () => {
  test("names a reseller that the fleet lacks, and writes it with everything else as it was", async () => {
    await found(relationship(ALPINE, "Alpine IT"), relationship(OTHER, "Former IT", "inactive"));
    const fleet = folder(`# kept\n${CONTOSO}`);
    expect(await run(fleet)).toBe(1);
    expect(console.heard.out).toContain(
      `contoso  Alpine IT (${ALPINE}); the fleet does not name it: --write`,
    );
    expect(await run(fleet, { write: true })).toBe(0);
    expect(readFileSync(join(fleet, "customers/contoso.yaml"), "utf8")).toBe(
      `# kept\n${CONTOSO}\nreseller: { tenantId: ${ALPINE}, name: "Alpine IT" }\n`,
    );
    expect(await run(fleet)).toBe(0);
  });

  test("keeps the contact if the name changes", async () => {
    await found(relationship(OTHER, "Alpine Cloud"));
    const fleet = folder(WITH_ALPINE);
    expect(await run(fleet)).toBe(1);
    expect(console.heard.out).toContain("the fleet names Alpine IT");
    expect(await run(fleet, { write: true })).toBe(0);
    expect(readFileSync(join(fleet, "customers/contoso.yaml"), "utf8")).toContain(
      `reseller: { tenantId: ${OTHER}, name: "Alpine Cloud", emails: [soc@alpine.example] } # call by day`,
    );
  });

  test("does not choose between several, and shows one that Partner Center does not have", async () => {
    await found(relationship(ALPINE, "Alpine IT"), relationship(OTHER, "Other IT"));
    expect(await run(folder(), { write: true, format: "json" })).toBe(1);
    expect(JSON.parse(console.heard.out)).toMatchObject({
      schema: "csp-baseline/partner-resellers/v1",
      customers: [{ customer: "contoso", state: "several", written: false, fleet: null }],
    });
    await found();
    console = heardConsole(USER, NOW);
    expect(await run(folder(WITH_ALPINE))).toBe(1);
    expect(console.heard.out).toContain("no reseller; the fleet names Alpine IT");
    expect(await run(folder())).toBe(0);
  });

  test("reports before a request that other roles have no resellers or no API", async () => {
    await expect(run(folder(CONTOSO, PARTNER))).rejects.toThrow(
      /a direct-bill partner has no indirect resellers/,
    );
    const reseller = PARTNER.replace("direct-bill", "indirect-reseller");
    await expect(run(folder(CONTOSO, reseller))).rejects.toThrow(/an indirect reseller has no access/);
    expect(sandbox.client.sandbox.requests().filter(({ path }) => path.includes("relationships"))).toEqual(
      [],
    );
  });

  test("ends with 3 where nothing could be read", async () => {
    sandbox.client.sandbox.addFault({ path: "*/relationships", status: 403, times: null });
    expect(await run(folder())).toBe(3);
    expect(console.heard.out).toContain("contoso  unknown (");
  });
});

describe("the reseller in the fleet", () => {
  test("is shown with an alert, and filters the list by name or tenant", async () => {
    const fleet = folder(WITH_ALPINE);
    const { options } = sandbox;
    const list = async (reseller?: string, format?: "json") => {
      console = heardConsole({}, NOW);
      const narrowed = reseller === undefined ? {} : { reseller };
      await alerts({ fleet, ...narrowed, ...(format && { format }) }, console, { connection: options });
      return console.heard.out;
    };
    const all = await list();
    expect(all).toMatch(/reseller to call: Alpine IT, soc@alpine\.example/);
    const own = JSON.parse(await list("alpine it", "json"));
    expect(own.alerts.length).toBeGreaterThan(0);
    for (const one of own.alerts) {
      expect(one).toMatchObject({
        resellerTenantId: ALPINE,
        resellerName: "Alpine IT",
        resellerMail: ["soc@alpine.example"],
      });
    }
    expect(JSON.parse(await list(ALPINE, "json")).alerts).toHaveLength(own.alerts.length);
    expect(JSON.parse(await list(OTHER, "json")).alerts).toEqual([]);
    await expect(list("Alpin IT")).rejects.toThrow(
      /no customer of the fleet has this reseller.*Did you mean "Alpine IT"/,
    );
  });

  test("selects subscriptions of its customers", () => {
    const fleet = fleetOf({ contoso: WITH_ALPINE });
    const selected = (reseller: string) => selectSubscriptions(fleet, readSelection({ reseller }));
    expect(selected("Alpine IT")).toHaveLength(2);
    expect(selected(OTHER)).toEqual([]);
    expect(readSelection({ reseller: "Alpine IT" }).isWhole).toBe(false);
  });
});
