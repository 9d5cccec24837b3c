import { expect, test } from "vitest";
import { renderReview } from "../../src/output/index.ts";
import { azurePlanJson, changeOf, fleetFor, guid, NOW, planFile, reviewPlans } from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";

/** Returns a plan made with --retire: only deletions, or only forgotten resources. */
function retirement(from: string, how: string) {
  const plan = azurePlanJson(from);
  const change = changeOf(plan, CONTACT);
  return { ...plan, resource_changes: [change], variables: { csp_baseline_retire: { value: how } } };
}

const review = (plan: unknown, fleet = fleetFor([guid(9)])) => reviewPlans(fleet, [planFile(plan)]);

test("lists a subscription that left the fleet by name, without a problem", () => {
  const fleet = fleetFor([guid(9)]);
  const destroyed = review(retirement("03-security-contact-deleted", "destroy"), fleet);
  expect(destroyed).toMatchObject({
    complete: true,
    problems: [],
    retired: [{ subscriptionId: guid(1), destroys: 1, forgets: 0 }],
  });
  const text = renderReview(destroyed, "markdown", { fleet, now: NOW });
  expect(text).toContain("the baseline of 1 subscription that left the fleet is destroyed");
  expect(text).toContain(`- \`${guid(1)}\`: **destroyed**: 1 resource`);
  const forgotten = review(retirement("14-contact-forgotten", "forget"), fleet);
  expect(forgotten.retired).toMatchObject([{ destroys: 0, forgets: 1 }]);
  expect(renderReview(forgotten, "markdown", { fleet, now: NOW })).toContain("left in Azure, unmanaged");
});

test("a plan that declares a retirement and does more is a problem", () => {
  const destroys = retirement("03-security-contact-deleted", "destroy");
  const also = azurePlanJson("01-create").resource_changes;
  for (const plan of [
    retirement("03-security-contact-deleted", "forget"),
    { ...destroys, variables: {} },
    { ...destroys, errored: true },
    { ...destroys, resource_changes: also },
  ]) {
    expect(review(plan)).toMatchObject({ retired: [], problems: [{ kind: "unknown-subscription" }] });
  }
});

test("the same plan of a managed subscription fails its controls", () => {
  const fleet = fleetFor([guid(1)]);
  const { retired, summary } = review(retirement("03-security-contact-deleted", "destroy"), fleet);
  expect([retired, summary.fail > 0]).toEqual([[], true]);
});
