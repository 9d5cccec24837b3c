import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { reportPage } from "../../../src/output/html/index.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { historyOf, type TestResult } from "./support.ts";

/** The path on Debian and Ubuntu; set CHROMIUM for another browser. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const REASON = existsSync(CHROMIUM)
  ? ""
  : ` (skipped: no ${CHROMIUM}; install chromium, or set CHROMIUM)`;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser | undefined;
/** Console messages and errors of all pages of a test. */
export let complaints: string[] = [];

/** Opens the page of these results. */
export async function open(
  results: readonly TestResult[],
  options: {
    readonly dark?: boolean;
    readonly width?: number;
    readonly names?: boolean;
    /** The fragment of the address. @default - the overview */
    readonly at?: string;
  } = {},
): Promise<Page> {
  const file = join(temporaryFolder(), "report.html");
  const names = { partner: "Fabrikam <b>Cloud</b>", customers: new Map([["customer-0003", "Contoso Ltd"]]) };
  writeFileSync(file, reportPage(historyOf(...results), options.names ? names : undefined));
  complaints = [];
  // The test opens its own file. The browser's sandbox needs rights that containers lack.
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? "dark" : "light",
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(`asks for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href + (options.at ?? ""));
  await page.locator("html[data-ready]").waitFor();
  return page;
}

/** Loads the file of a page again, as when it is opened anew. */
export async function reopen(page: Page): Promise<void> {
  await page.reload();
  await page.locator("html[data-ready]").waitFor();
}

/** Closes the browser with all pages. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

export const labels = (page: Page) => page.locator(".rows .label bdi:first-of-type").allTextContents();
export const rows = (page: Page) => page.locator(".heat-map").getAttribute("aria-rowcount").then(Number);
export const focused = (page: Page) =>
  page.evaluate(
    "document.activeElement.getAttribute('aria-colindex') + ' ' + document.activeElement.closest('[data-row]')?.dataset.row",
  );

/** Returns what axe reports for WCAG 2.2 AA and its own best practices: rule and place. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.slice(0, 3).map(({ target, failureSummary }) => target + ' ' + failureSummary).join(' | ')))",
  );
}
