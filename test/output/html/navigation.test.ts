import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { closeBrowser, complaints, labels, open, REASON, rows } from "./open-page.ts";
import { finding, fleetFindings, someDuties } from "./support.ts";

const fragment = (page: Page) => page.evaluate("location.hash");
const shown = (page: Page) =>
  page.evaluate(
    "[...document.querySelectorAll('[data-panel]:not([hidden])')].map((one) => one.dataset.panel)",
  );

/** Returns the number at the beginning of the note above the findings. */
async function count(page: Page): Promise<number> {
  const note = await page.locator("#findings-list > .note").first().textContent();
  return Number(/^([\d,]+)/.exec(note ?? "")?.[1]?.replaceAll(",", "") ?? 0);
}

describe.skipIf(REASON !== "")(`the parts of the page${REASON}`, () => {
  afterAll(closeBrowser);

  test("one is shown at a time, the address names it, and Back returns", async () => {
    const page = await open([[fleetFindings(39, 200), { partner: someDuties() }]]);
    expect(await shown(page)).toEqual(["overview"]);
    const names = ["Customers", "Controls", "Findings", "Exceptions", "Partner duties", "Limits"];
    for (const name of names) {
      await page.locator("nav").getByRole("link", { name }).click();
      const panel = name.replace("Partner d", "d").toLowerCase();
      expect(await shown(page)).toEqual([panel]);
      expect(await page.locator("nav [aria-current]").textContent()).toContain(name);
      expect(await page.evaluate("document.activeElement.tagName")).toBe("H2");
    }
    await page.goBack();
    expect(await shown(page)).toEqual(["duties"]);
  });

  test("each number of the overview and of the controls links to the items that it counts", async () => {
    const page = await open([
      [fleetFindings(39, 200)],
      [fleetFindings(39, 190), { generatedAt: "2026-11-17T02:00:00Z" }],
    ]);
    const counts = page.locator(".counts a, .moved a");
    for (const link of await counts.all()) {
      await page.evaluate('location.hash = "overview"');
      const number = Number((await link.locator("b").textContent())?.replaceAll(",", ""));
      await link.click();
      expect([await fragment(page), await count(page)]).toEqual([await fragment(page), number]);
    }
    expect(await counts.count()).toBe(5);
    for (const link of (await page.locator(".controls td a").all()).slice(0, 4)) {
      await page.evaluate('location.hash = "controls"');
      const number = Number((await link.textContent())?.replaceAll(",", ""));
      await link.click();
      expect(await count(page)).toBe(number);
    }
  });

  test("a customer's view has only its subscriptions and findings", async () => {
    const page = await open([[fleetFindings(39, 200)]], { names: true });
    await page.locator(".worst").getByRole("link", { name: "Contoso Ltd" }).click();
    expect(await fragment(page)).toBe("#customers?customer=customer-0003");
    expect((await labels(page))[0]).toBe("Contoso Ltd");
    const subscriptions = (await labels(page)).filter((label) => /^customer-\d+-/.test(label));
    expect(subscriptions.length).toBeGreaterThan(3);
    expect(subscriptions.filter((name) => !name.startsWith("customer-0003-"))).toEqual([]);
    expect(await rows(page)).toBe(subscriptions.length + 2);
    expect(await page.locator("#customer h3").textContent()).toBe("Open findings of Contoso Ltd");
    await page.getByRole("button", { name: "Show all customers" }).click();
    expect(await fragment(page)).toBe("#customers");
    expect(await page.locator("#customer h3").count()).toBe(0);
  });

  test("a filter is in the address, and the address sets the filter", async () => {
    const page = await open([[fleetFindings(39, 200)]], { at: "#findings" });
    await page.getByLabel("Status").selectOption("Unknown");
    await page.getByLabel("Severity").selectOption("medium");
    await page.getByLabel("Search").fill("a&b=c");
    await expect.poll(() => fragment(page)).toBe("#findings?status=unknown&severity=medium&text=a%26b%3Dc");
    await page.reload();
    await page.locator("html[data-ready]").waitFor();
    expect(await page.getByLabel("Search").inputValue()).toBe("a&b=c");
    expect(await page.getByLabel("Status").inputValue()).toBe("unknown");
  });

  test("an address with unknown names shows the overview, or all findings", async () => {
    const page = await open([[fleetFindings(39, 200)]], { at: "#__proto__?status=gone&severity=%00" });
    expect(await shown(page)).toEqual(["overview"]);
    await page.evaluate('location.hash = "findings?status=gone&control=budget"');
    expect(await page.getByLabel("Status").inputValue()).toBe("");
    expect(complaints).toEqual([]);
  });

  test("the heading Open sorts by the number of open findings", async () => {
    const page = await open([[fleetFindings(39, 200)]], { at: "#customers" });
    await page.getByRole("button", { name: "Open", exact: true }).click();
    const numbers = (await page.locator(".rows .number:nth-child(3)").allTextContents()).map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  });

  test("a note shows the number of hidden columns", async () => {
    const page = await open([[fleetFindings(39, 200)]], { at: "#customers", width: 390 });
    expect(await page.locator(".scroll-hint").textContent()).toMatch(
      /^Scroll right for \d+ more controls\.$/,
    );
    await page.evaluate("document.querySelector('.heat-map').scrollLeft = 10000");
    await expect.poll(() => page.locator(".scroll-hint").isVisible()).toBe(false);
  });

  test("the shown findings are saved as CSV that a spreadsheet does not run", async () => {
    const evil = finding({ subscriptionName: '=HYPERLINK("https://example.com")', message: 'a, "b"' });
    const page = await open([[[evil, finding({ subscriptionId: "id-2", status: "pass" })]]], {
      at: "#findings",
    });
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save 1 finding as CSV" }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe("findings-2026-11-24.csv");
    const lines = readFileSync(await download.path(), "utf8").split("\r\n");
    expect(lines[0]).toMatch(/^\uFEFFcustomer,subscription,subscription id,control,/);
    expect(lines[1]).toMatch(/^contoso,"'=HYPERLINK\(""https:\/\/example\.com""\)",/);
    expect(lines[1]).toContain('"a, ""b"""');
    expect(lines).toHaveLength(3);
    expect(complaints).toEqual([]);
  });
});
