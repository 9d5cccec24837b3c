import { cutAnswers } from "../../evidence/arm/export-contents.ts";
import { quote } from "../../fleet/echo.ts";
import { isGuid } from "../../text/guid.ts";
import type { ExportedRows, ExportRow } from "./export-rows.ts";

/** A customer in exports. */
export interface ExportedCustomer {
  /** In lower case. */
  readonly tenantId: string;
  readonly displayName?: string | undefined;
  readonly domain?: string | undefined;
}

/** A subscription in exports. */
export interface ExportedSubscription {
  /** In lower case. */
  readonly id: string;
  /** In lower case; absent where no file contains it. */
  readonly tenantId?: string | undefined;
  readonly name?: string | undefined;
  /** As exported: `Enabled`, `Disabled`, `active`, ... */
  readonly state?: string | undefined;
}

/** The combined content of the files. */
export interface ExportedFleet {
  /** By tenant, sorted. */
  readonly customers: ReadonlyMap<string, ExportedCustomer>;
  /** Sorted by id. */
  readonly subscriptions: readonly ExportedSubscription[];
  /** Messages about the files: one line each. */
  readonly complaints: readonly string[];
  /** Whether a file lists Azure's subscriptions completely. */
  readonly isWhole: boolean;
}

/*
 * Names of columns and members, in order of preference: of Azure CLI, Resource Graph, Partner Center's API and the
 * exports of its portal, which has renamed its columns several times.
 */
const COMPANY = ["companyname", "customername", "customercompanyname", "company", "organizationname"];
const DOMAIN = [
  "primarydomainname",
  "primarydomain",
  "domainname",
  "customerdomainname",
  "defaultdomainname",
  "domain",
];
const TENANT = [
  "hometenantid",
  "customertenantid",
  "customermicrosoftid",
  "microsoftid",
  "tenantid",
  "directoryid",
  "customerid",
];
const STATE = ["state", "subscriptionstate", "subscriptionstatus", "status"];
const SUBSCRIPTION_NAME = [
  "subscriptionname",
  "friendlyname",
  "displayname",
  "name",
  "nickname",
  "entitlementdescription",
];
const OFFER = ["offername", "productname", "product", "offer", "skuname"];
const SUBSCRIPTIONS = "microsoft.resources/subscriptions";

/**
 * Joins the rows of all files by tenant and subscription. Azure's values take precedence over Partner Center's; between
 * equals, the earlier file.
 *
 * @param names files that contain only customers
 */
export function joinExports(
  files: readonly ExportedRows[],
  names: readonly ExportedRows[] = [],
): ExportedFleet {
  const join = new Join();
  for (const { complaints, file, rows } of names) {
    for (const complaint of complaints) join.complain(file, complaint);
    const found = rows.filter((row) => join.addCustomer(row, [...COMPANY, "displayname", "name"], "id"));
    if (found.length === 0) join.complain(file, "no row contains a customer's tenant");
  }
  const answers = [...names, ...files].flatMap(({ answers: pages, file }) =>
    pages.map((page) => ({ ...page, file })),
  );
  for (const { file, message } of cutAnswers(answers)) join.complain(file, message, "cut");
  for (const { complaints, file, rows } of files) {
    for (const complaint of complaints) join.complain(file, complaint, "cut");
    join.addFile(file, rows);
  }
  return join.result();
}

interface SourcedSubscription extends ExportedSubscription {
  readonly file: string;
  readonly byAzure: boolean;
}

class Join {
  readonly #customers = new Map<string, ExportedCustomer>();
  readonly #subscriptions = new Map<string, SourcedSubscription[]>();
  readonly #complaints: string[] = [];
  #isCut = false;

  complain(file: string, message: string, kind?: "cut"): void {
    this.#complaints.push(`${file}: ${message}`);
    if (kind === "cut") this.#isCut = true;
  }

  addFile(file: string, rows: readonly ExportRow[]): void {
    let [found, plans] = [0, 0];
    const others = new Set<string>();
    let left = 0;
    for (const row of rows) {
      if (isOtherResource(row)) continue;
      if (isPlan(row)) plans += 1;
      if (isOtherOffer(row)) {
        left += 1;
        others.add(row.text(...OFFER) ?? "");
      }
      const id = isPlan(row) || isOtherOffer(row) ? undefined : azureId(row);
      const isCustomer = this.addCustomer(row, isCustomerRow(row) ? [...COMPANY, "displayname"] : COMPANY);
      if (id !== undefined) this.#addSubscription(file, id, row);
      if (id !== undefined || isCustomer) found += 1;
    }
    if (left > 0) {
      const named = [...others]
        .slice(0, 3)
        .map((offer) => quote(offer))
        .join(", ");
      this.complain(file, `${left} rows skipped, because their offers are not Azure: ${named}`);
    }
    if (plans > 0) {
      const what =
        "rows are Azure plans, whose ids are not subscription ids: export their Azure entitlements";
      this.complain(file, `${plans} ${what}`);
    } else if (found === 0) this.complain(file, "no row is a subscription or a customer", "cut");
  }

  /** @returns whether the row has a tenant and its name */
  addCustomer(row: ExportRow, names: readonly string[], bareId?: string): boolean {
    const tenantId = tenantOf(row, bareId);
    // The Azure CLI shows the name of the signed-in tenant, which may not be the subscription's.
    const signedIn = row.text("hometenantid") ?? row.text("tenantid");
    const isHome = signedIn === row.text("tenantid");
    const displayName = row.text(...names) ?? (isHome ? row.text("tenantdisplayname") : undefined);
    const domain = row.text(...DOMAIN) ?? (isHome ? row.text("tenantdefaultdomain") : undefined);
    if (tenantId === undefined || (displayName === undefined && domain === undefined)) return false;
    const known = this.#customers.get(tenantId);
    this.#customers.set(tenantId, {
      tenantId,
      displayName: known?.displayName ?? displayName,
      domain: known?.domain ?? domain,
    });
    return true;
  }

  #addSubscription(file: string, id: string, row: ExportRow): void {
    const sourced: SourcedSubscription = {
      id,
      tenantId: tenantOf(row),
      name: row.text(...SUBSCRIPTION_NAME),
      state: row.text(...STATE),
      file,
      byAzure: row.text("friendlyname", "entitlementid", ...COMPANY) === undefined,
    };
    this.#subscriptions.set(id, [...(this.#subscriptions.get(id) ?? []), sourced]);
  }

  result(): ExportedFleet {
    const subscriptions = [...this.#subscriptions.values()].map((all) => this.#merged(all));
    const byAzure = [...this.#subscriptions.values()].some((all) => all.some((one) => one.byAzure));
    return {
      customers: new Map([...this.#customers].sort(([a], [b]) => compare(a, b))),
      subscriptions: subscriptions.sort((a, b) => compare(a.id, b.id)),
      complaints: this.#complaints,
      isWhole: byAzure && !this.#isCut,
    };
  }

  #merged(all: readonly SourcedSubscription[]): ExportedSubscription {
    const ordered = [...all.filter(({ byAzure }) => byAzure), ...all.filter(({ byAzure }) => !byAzure)];
    const first = (key: "tenantId" | "name" | "state") =>
      ordered.find((one) => one[key] !== undefined)?.[key];
    const [id, tenantId] = [ordered[0]?.id ?? "", first("tenantId")];
    const other = ordered.find((one) => one.tenantId !== undefined && one.tenantId !== tenantId);
    if (other !== undefined) {
      this.complain(other.file, `it has the tenant ${other.tenantId} for ${id}; ${tenantId} is used`);
    }
    return { id, tenantId, name: first("name"), state: first("state") };
  }
}

/** Excludes resource groups and management groups of Resource Graph's table, and resources of other queries. */
function isOtherResource(row: ExportRow): boolean {
  if (row.text("resourcegroup", "resourcegroupname") !== undefined) return true;
  if (/^\/?subscriptions\/[^/]+\/[^/]/i.test(row.text("id", "resourceid") ?? "")) return true;
  const type = row.text("type", "resourcetype")?.toLowerCase();
  return type?.includes("/") === true && type !== SUBSCRIPTIONS;
}

/**
 * Reports whether the row has the Azure plan's product and SKU.
 * https://learn.microsoft.com/partner-center/developer/azure-plan-price-list
 */
function isPlan(row: ExportRow): boolean {
  if (row.text("entitlementid") !== undefined) return false;
  return (
    /^DZH318Z0BPS6:0001/i.test(row.text("offerid", "productid") ?? "") ||
    /^azure plan$/i.test(row.text(...OFFER) ?? "")
  );
}

/** Azure offers whose names do not contain Azure. https://azure.microsoft.com/support/legal/offer-details */
const AZURE_OFFERS =
  /azure|pay[- ]as[- ]you[- ]go|visual studio|msdn|enterprise agreement|customer agreement|dev\/?test|sponsorship|free trial|bizspark|partner network/i;

/** Reports a subscription to another product. Rows of the Azure portal have a directory, and all are Azure. */
function isOtherOffer(row: ExportRow): boolean {
  const offer = row.text(...OFFER);
  return offer !== undefined && row.text("directoryid") === undefined && !AZURE_OFFERS.test(offer);
}

/** Reports a row of Microsoft Graph's contracts or Partner Center's customers: it has a tenant, but no subscription. */
function isCustomerRow(row: ExportRow): boolean {
  return (
    row.text("customerid", "microsoftid", "companyname") !== undefined &&
    row.text("subscriptionid") === undefined
  );
}

/** Returns the subscription id of Azure Resource Manager. */
function azureId(row: ExportRow): string | undefined {
  const entitlement = guid(row.text("entitlementid"));
  if (entitlement !== undefined) return entitlement;
  const id = row.text("id");
  // `az login --allow-no-subscriptions` lists tenants, with the tenant's id as id.
  if (id !== undefined && id === row.text("tenantid")) return undefined;
  // An Azure entitlement's own id is the subscription's; its subscriptionId is the plan's.
  if (row.text("friendlyname") !== undefined && guid(id) !== undefined && guid(row.text("subscriptionid")))
    return guid(id);
  const named = guid(row.text("subscriptionid", "azuresubscriptionid"));
  if (named !== undefined) return named;
  const inPath = guid(/^\/?subscriptions\/([^/]+)$/i.exec(id ?? "")?.[1]);
  if (inPath !== undefined) return inPath;
  // The ids of the Azure CLI are GUIDs.
  const isCli =
    row.text("tenantid", "hometenantid") !== undefined && row.text("state", "subscriptionname") !== undefined;
  return isCli && !isCustomerRow(row) ? guid(id) : undefined;
}

function tenantOf(row: ExportRow, bareId?: string): string | undefined {
  for (const name of bareId === undefined ? TENANT : [...TENANT, bareId]) {
    const found = guid(row.text(name));
    if (found !== undefined) return found;
  }
  return guid(/\/customers\/([^/?]+)/i.exec(row.text("selflink") ?? "")?.[1]);
}

function guid(text: string | undefined): string | undefined {
  return text !== undefined && isGuid(text) && /[1-9a-f]/i.test(text) ? text.toLowerCase() : undefined;
}

/** Compares by UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
