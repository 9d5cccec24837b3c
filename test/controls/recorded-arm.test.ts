import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ArmResource, Evidence, ValueMap } from "../../src/evidence/index.ts";
import { Email } from "../../src/fleet/scalars.ts";
import { baselineOf, expecting } from "../support/arm.ts";
import { expectFail, expectPass, judge } from "../support/judging.ts";

interface Recorded {
  readonly id: string;
  readonly apiVersion: string;
  readonly body: { readonly properties: ValueMap; readonly kind?: string };
}

/** The requests of azurerm 4.55.0 and azapi 2.12.0 to Azure Resource Manager. */
const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL("../fixtures/recorded-arm.json", import.meta.url), "utf8"),
);

function evidenceOf(subscriptionId: string, ...names: readonly string[]): Evidence {
  const resources = recorded.flatMap(({ id, apiVersion, body }): ArmResource[] => {
    const [, type = "", name = ""] = /\/providers\/([^/]+\/[^/]+)\/([^/]+)$/.exec(id) ?? [];
    if (!id.startsWith(`/subscriptions/${subscriptionId}/`) || !names.includes(name)) return [];
    return [{ type, name, id, apiVersion, properties: body.properties, kind: body.kind ?? null }];
  });
  expect(resources).toHaveLength(names.length);
  return { source: "azure", subscriptionId, resources };
}

const { contacts } = baselineOf();
const fleet = expecting({ contacts: { ...contacts, operations: { ...contacts.operations, webhooks: [] } } });
const first = "00000000-0000-0000-0000-000000000001";
const second = "00000000-0000-0000-0000-000000000002";
const applied = evidenceOf(first, "cost-anomaly", "csp-baseline-monthly", "ag-operations", "service-health");

describe("the recorded requests of the providers", () => {
  it.each(["budget", "cost-anomaly-alert", "action-group", "service-health-alert"])("passes %s", (id) => {
    expectPass(judge(id, applied, fleet));
  });

  it("fails the alert that azurerm filters by regions", () => {
    expectFail(
      judge("service-health-alert", evidenceOf(first, "sh", "ag"), fleet),
      "not counted: sh, because it is filtered by regions",
    );
  });

  it("fails the budget that has no forecast", () => {
    expectFail(judge("budget", evidenceOf(first, "monthly"), fleet), "forecasted cost");
  });

  it("reads the contact of azapi, and finds its severity and risk above the fleet's", () => {
    const emails = [Email.parse("soc@a.com"), Email.parse("b@c.com")];
    const security = { ...contacts, security: { emails } };
    const evidence = evidenceOf(second, "default");
    const strict = {
      ...baselineOf().securityContact,
      alertSeverity: "High",
      attackPathRisk: "Critical",
    } as const;
    expectPass(
      judge("security-contact", evidence, expecting({ contacts: security, securityContact: strict })),
    );
    expect(judge("security-contact", evidence, expecting({ contacts: security })).message).toBe(
      "alerts of severity Medium are not mailed; attack paths of risk High are not mailed",
    );
  });

  it("reads the contact of azurerm as the shape of 2017, which has one address only", () => {
    const sent = evidenceOf(first, "default");
    // Azure returns this shape for any contact: only a declaration proves that it is not a newer one.
    expect(judge("security-contact", sent, fleet).message).toBe('not an e-mail address: "a@b.com;c@d.com"');
    const judgement = judge("security-contact", { ...sent, source: "plan" }, fleet);
    expectFail(judgement, 'not an e-mail address: "a@b.com;c@d.com"');
    expectFail(judgement, "cannot express severity and attack paths");
  });
});
