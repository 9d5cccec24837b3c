import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COVERAGE_CONTROLS } from "../../../../src/audit/coverage-controls.ts";
import { LIVE_CONTROLS } from "../../../../src/audit/live-controls/index.ts";
import { isInForce } from "../../../../src/controls/in-force.ts";
import { controlCatalogue, TENANT_CONTROLS } from "../../../../src/controls/index.ts";
import { loadFleet } from "../../../../src/controls/load-fleet.ts";
import type { Fleet } from "../../../../src/fleet/index.ts";
import { CUSTOMER_WORDS } from "../../../../src/output/html/customer/words/index.ts";
import { customerCopies, type ReportedFinding } from "../../../../src/output/html/index.ts";
import { cspBaseline } from "../../../support/command.ts";
import { CONTOSO, day, fleetOf, folderOf, PARTNER } from "../../../support/fleet.ts";
import { temporaryFolder } from "../../../support/stack.ts";
import { finding, findingsFile, historyOf } from "../support.ts";

const [FIRST = "", SECOND = ""] = fleetOf().subscriptions.map(({ id }) => id);

/** Returns a finding of each control in force, all passed but for these. */
function judged(subscriptionId: string, ...others: readonly Partial<ReportedFinding>[]): ReportedFinding[] {
  const [subscription] = fleetOf().subscriptions;
  if (subscription === undefined) throw new Error("no subscription");
  return controlCatalogue()
    .filter((control) => isInForce(control, subscription.baseline))
    .map(({ id, severity }) => {
      const other = others.find(({ control = "budget" }) => control === id);
      return finding({ subscriptionId, control: id, severity, status: "pass", ...other });
    });
}

function contosoPage(findings: readonly ReportedFinding[], language?: "de" | "fr" | "es"): string {
  const { pages } = customerCopies(historyOf([findings]), fleetOf(), language);
  return [...pages.values()][0] ?? "";
}

describe("a customer's copy", () => {
  test("names its subscriptions, what is open, its receivers and its exceptions", () => {
    const exception = { reason: "Sandbox", approvedBy: "bob@fabrikam.example", expires: "2026-12-01" };
    const page = contosoPage([
      ...judged(FIRST, { status: "fail" }, { control: "security-contact", status: "unknown" }),
      ...judged(SECOND, { status: "excepted", exception }),
    ]);
    expect(page).toContain("1 of 2 subscriptions have every agreed protection.");
    expect(page).toContain("A monthly budget warns of rising cost: missing");
    expect(page).toContain("Microsoft mails security alerts to a contact: could not be checked");
    expect(page).toMatch(/Security alerts<\/th><td><div><bdi>[\w.]+@/);
    expect(page).toContain("<td>1 December 2026</td>");
    expect(page).not.toContain("the subscription has no budget");
  });

  test("does not count a subscription that the result does not have as protected", () => {
    const page = contosoPage(judged(FIRST));
    expect(page).toContain("1 of 2 subscriptions have every agreed protection.");
    expect(page.match(/<span class="unknown">could not be checked<\/span>/g)).toHaveLength(1);
  });

  test("shows a control in force that the result does not have as not checked", () => {
    const all = [...judged(FIRST), ...judged(SECOND)];
    expect(contosoPage(all)).toContain("All of your subscriptions have every agreed protection.");
    const page = contosoPage(
      all.filter(({ control, subscriptionId }) => !(control === "budget" && subscriptionId === SECOND)),
    );
    expect(page).toContain("1 of 2 subscriptions have every agreed protection.");
    expect(page).toContain("A monthly budget warns of rising cost: could not be checked");
  });

  test("leaves out a subscription that the fleet gives to another customer, and has no copy without any", () => {
    const moved = finding({
      subscriptionId: "99999999-0000-0000-0000-000000000009",
      subscriptionName: "moved",
    });
    expect(contosoPage([finding({ subscriptionId: FIRST }), moved])).not.toContain("moved");
    const stranger = finding({ customer: "northwind" });
    const { notJudged, pages, unknown } = customerCopies(historyOf([[stranger]]), fleetOf());
    expect([[...pages.keys()], unknown, notJudged]).toEqual([[], ["northwind"], ["contoso"]]);
  });

  test("is written in each language, with words for every control", () => {
    const ids = [...controlCatalogue(), ...TENANT_CONTROLS, ...LIVE_CONTROLS, ...COVERAGE_CONTROLS].map(
      ({ id }) => id,
    );
    for (const words of Object.values(CUSTOMER_WORDS)) {
      expect([words.tag, ids.filter((id) => !Object.hasOwn(words.controls, id))]).toEqual([words.tag, []]);
      expect(Object.keys(words.controls)).toEqual(Object.keys(CUSTOMER_WORDS.en.controls));
      expect(words.steps).toHaveLength(CUSTOMER_WORDS.en.steps.length);
    }
    const german = contosoPage([finding({ subscriptionId: FIRST })], "de");
    expect(german).toContain('<html lang="de">');
    expect(german).toContain("Stand 24. November 2026");
  });

  test("is in the language of the customer where none is given", () => {
    const contoso = CONTOSO.replace(/^displayName:.*$/m, "$&\nlanguage: fr");
    const folder = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": contoso });
    const loaded = loadFleet(folder, { today: day("2026-11-24") });
    if (!loaded.ok) throw new Error("not valid");
    const { pages } = customerCopies(historyOf([[finding({ subscriptionId: FIRST })]]), loaded.fleet);
    expect([...pages.values()][0]).toContain("Protection de vos abonnements Azure");
  });

  test("escapes external text and has no script", () => {
    const evil = "<script>alert(1)</script>";
    const exception = { reason: evil, approvedBy: evil, expires: "2026-12-01" };
    const page = contosoPage([
      finding({ subscriptionId: FIRST, status: "excepted", control: evil, exception }),
    ]);
    expect(page).not.toContain("<script");
    expect(page).not.toMatch(/https?:|\s(?:src|on\w+)\s*=/i);
  });
});

describe("csp-baseline report --per-customer", () => {
  test("of the example fleet: no copy has a name, an id or an address of another customer", () => {
    const folder = join(temporaryFolder(), "copies");
    const { status, stderr, stdout } = cspBaseline(["report", "--per-customer", folder]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`${folder}: copies for 4 customers\n`);
    const loaded = loadFleet("fleet", { today: day("2026-11-24") });
    if (!loaded.ok) throw new Error("not valid");
    expect(readdirSync(folder)).toEqual(loaded.fleet.customers.map(({ key }) => `${key}.html`));
    for (const { key } of loaded.fleet.customers) {
      const page = readFileSync(join(folder, `${key}.html`), "utf8");
      const own = marksOf(loaded.fleet, key);
      const others = loaded.fleet.customers.flatMap((other) =>
        other.key === key ? [] : marksOf(loaded.fleet, other.key),
      );
      expect(own.filter((mark) => page.includes(mark)).length).toBeGreaterThan(3);
      expect(others.filter((mark) => !own.includes(mark) && page.includes(mark))).toEqual([]);
    }
  });

  test.each([
    [[], "nothing to write: give --output FILE, --per-customer DIR, --pack FILE, or several"],
    [["--output", "x.html", "--lang", "de"], "--lang is for --per-customer DIR"],
  ])("%j is refused", (options, message) => {
    const { status, stderr } = cspBaseline(["report", "--from", findingsFile([finding()]), ...options]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("reports customers without a copy", () => {
    const file = findingsFile([finding({ customer: "northwind" })]);
    const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
    const folder = temporaryFolder();
    const { stderr } = cspBaseline(["report", "--fleet", fleet, "--from", file, "--per-customer", folder]);
    expect(stderr).toContain("no copy for contoso: the result has none of their subscriptions");
    expect(stderr).toContain("no copy for northwind: not in the fleet");
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Returns the names, ids and addresses of a customer and its subscriptions. */
function marksOf({ customers }: Fleet, key: string): string[] {
  const customer = customers.find((one) => one.key === key);
  if (customer === undefined) return [];
  const addresses = customer.subscriptions.flatMap(({ baseline: { contacts } }) => [
    ...contacts.security.emails,
    ...contacts.billing.emails,
    ...contacts.operations.emails,
  ]);
  const { displayName, subscriptions, tenantId } = customer;
  return [key, displayName, tenantId, ...subscriptions.flatMap(({ id, name }) => [id, name]), ...addresses];
}
