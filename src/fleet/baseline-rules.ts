import { DEFAULTS } from "../../constructs/defaults.ts";
import { RECEIVER_KINDS } from "../../constructs/receiver-kinds.ts";
import { AZURE_REGIONS, REGIONS_AS_OF } from "./azure-regions.ts";
import type { Draft } from "./baseline-draft.ts";
import { MAX_TAGS } from "./baseline-schema.ts";
import { type CalendarDate, monthsUntil } from "./calendar.ts";
import { didYouMean } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Baseline } from "./fleet.ts";
import type { Fault } from "./problem.ts";

/** Azure's limit of a budget's notifications: of actual and of forecasted cost each. */
const MAX_THRESHOLDS = 5;

/** Returns the faults of a merged baseline whose layers are well formed. The paths are the baseline's. */
export function brokenRules(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  checkBudget(draft, faults);
  checkContacts(draft, faults);
  checkSecurityContact(draft, faults);
  checkTags(draft, faults);
  checkExport(draft, faults);
  return faults;
}

/** Returns warnings about valid values that are probably mistakes. */
export function baselineWarnings(baseline: Baseline, today: CalendarDate): Fault[] {
  return [...locationWarnings(baseline.location), ...startWarnings(baseline, today)];
}

/** Returns a warning about an unknown region. It may be valid, because Azure adds regions. */
export function locationWarnings(location: string): Fault[] {
  if (AZURE_REGIONS.includes(location)) return [];
  const near = didYouMean(location, AZURE_REGIONS);
  return [
    {
      path: ["location"],
      message: `location is not an Azure region as of ${REGIONS_AS_OF}`,
      found: quote(location),
      hint: `${near === undefined ? "" : `${near} `}"az account list-locations" lists the regions of a subscription.`,
    },
  ];
}

function startWarnings({ budget: { startMonth } }: Baseline, today: CalendarDate): Fault[] {
  if (startMonth === undefined || monthsUntil(today, startMonth) <= 12) return [];
  const path = ["budget", "startMonth"];
  return [{ path, message: "budget.startMonth is more than 12 months ahead", found: quote(startMonth) }];
}

function checkBudget({ budget: { actual, forecasted } }: Draft, faults: Fault[]): void {
  const path = ["budget", "actual"];
  for (const [name, thresholds] of Object.entries({ actual, forecasted })) {
    if (thresholds.length <= MAX_THRESHOLDS) continue;
    const message = `budget.${name} must have at most ${MAX_THRESHOLDS} thresholds, got ${thresholds.length}`;
    const hint = "Azure accepts five notifications of actual and five of forecasted cost for a budget.";
    faults.push({ path: ["budget", name], message, hint });
  }
  if (!actual.some((threshold) => threshold <= 100)) {
    const message = `budget.actual must have a threshold of at most 100, got ${actual.join(", ")}`;
    faults.push({ path, message, hint: "Otherwise no notification reports that the budget is used up." });
  }
}

function checkContacts({ contacts: { operations } }: Draft, faults: Fault[]): void {
  const named = new Map<string, string>();
  for (const kind of RECEIVER_KINDS) {
    for (const [index, { name }] of (operations[kind] ?? []).entries()) {
      const other = named.get(name.toLowerCase());
      named.set(name.toLowerCase(), kind);
      if (other === undefined || other === kind) continue;
      const message = `contacts.operations.${kind} uses a name that contacts.operations.${other} also uses`;
      const hint = "In an action group, each name must be unique across all kinds of receivers.";
      const path = ["contacts", "operations", kind, index, "name"];
      faults.push({ path, message, found: quote(name), hint });
    }
  }
  if (operations.emails.length + operations.webhooks.length > 0) return;
  const path = ["contacts", "operations"];
  faults.push({ path, message: "contacts.operations must have at least one e-mail address or webhook" });
}

/** azurerm's resource uses Azure's API of 2017: one address, on or off, and no other settings. */
function checkSecurityContact({ securityContact, contacts: { security } }: Draft, faults: Fault[]): void {
  if (securityContact.api !== "azurerm") return;
  const addresses = security.emails?.length ?? 1;
  if (addresses !== 1) {
    const message = `contacts.security.emails must have exactly one address where securityContact.api is azurerm, got ${addresses}`;
    faults.push({ path: ["contacts", "security", "emails"], message });
  }
  for (const setting of ["alertSeverity", "attackPathRisk", "notifyRoles"] as const) {
    const [value, usual] = [securityContact[setting], DEFAULTS.securityContact[setting]].map(String);
    if (value === usual) continue;
    const message = `securityContact.${setting} must be omitted, or ${usual}, where securityContact.api is azurerm`;
    const hint = "azurerm cannot set it; azapi can.";
    faults.push({ path: ["securityContact", setting], message, found: quote(String(value)), hint });
  }
}

function checkTags({ tags }: Draft, faults: Fault[]): void {
  const names = Object.keys(tags);
  if (names.length > MAX_TAGS) {
    faults.push({ path: ["tags"], message: `tags must have at most ${MAX_TAGS} names, got ${names.length}` });
  }
  const seen = new Map<string, string>();
  for (const name of names) {
    const earlier = seen.get(name.toLowerCase());
    if (earlier !== undefined) {
      const message = `the tags ${quote(earlier)} and ${quote(name)} differ only by case: Azure treats them as one`;
      faults.push({ path: ["tags", name], message });
    }
    seen.set(name.toLowerCase(), name);
  }
}

function checkExport({ activityLogExport }: Draft, faults: Fault[]): void {
  if (activityLogExport === false) return;
  const { eventHubAuthorizationRuleId, eventHubName, ...others } = activityLogExport;
  if (eventHubName !== undefined && eventHubAuthorizationRuleId === undefined) {
    const path = ["activityLogExport", "eventHubName"];
    faults.push({ path, message: "activityLogExport.eventHubName must be left out without its rule" });
  }
  if (eventHubAuthorizationRuleId !== undefined || Object.keys(others).length > 0) return;
  const message = "activityLogExport must have a workspaceId or a storageAccountId";
  faults.push({
    path: ["activityLogExport"],
    message,
    hint: "To switch it off write activityLogExport: false.",
  });
}
