import { z } from "zod";
import { attestationFaults } from "./attestations.ts";
import { baselineWarnings } from "./baseline-rules.ts";
import type { CalendarDate } from "./calendar.ts";
import { contactFault } from "./contact-fault.ts";
import type { ControlRules } from "./control-rules.ts";
import { type FleetDocument, problemIn, readDocument } from "./document.ts";
import { findDuplicates } from "./duplicates.ts";
import { CustomerOfFile, PartnerOfFile, SubscriptionOfFile } from "./entities.ts";
import { applyExceptions, type Exceptable } from "./exceptions.ts";
import type { Baseline, Customer, Fleet, Subscription, Tenant } from "./fleet.ts";
import { listFleetFolder } from "./folder.ts";
import { freezeFaults } from "./freezes.ts";
import { frozen } from "./frozen.ts";
import { LayeredBaseline } from "./layers.ts";
import { formatPosition } from "./position.ts";
import { type Problem, tidyProblems } from "./problem.ts";
import { regionWarnings } from "./region-warnings.ts";
import { CustomerFile, PartnerFile } from "./schema.ts";
import { tenantOf } from "./tenant.ts";
import { unknownParameters } from "./unknown-parameters.ts";

/** Options for reading the folder of a fleet. */
export interface FolderOptions {
  /** The day for ends of exceptions and starts of budgets. */
  readonly today: CalendarDate;
  /**
   * `keep` loads a fleet with expired exceptions, for reports.
   *
   * @default "refuse"
   */
  readonly expiredExceptions?: "refuse" | "keep";
  /** The rules of the catalogue of controls. */
  readonly controls: ControlRules;
}

/** The loaded fleet, or the problems of its files. */
export type LoadResult =
  | { readonly ok: true; readonly fleet: Fleet; readonly warnings: readonly Problem[] }
  /** The problems and warnings of all files, sorted by file, line and column. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * Loads the fleet of a folder: `partner.yaml` and `customers/*.yaml`, validated and merged. It only reads files inside
 * the folder, writes nothing, and depends only on the files and `options`. It does not throw for invalid content: it
 * returns the problems of all files.
 */
export function loadFleetFolder(folder: string, options: FolderOptions): LoadResult {
  const listing = listFleetFolder(folder);
  const partner = listing.partner === undefined ? undefined : readDocument(listing.partner, PartnerFile);
  const schema = listing.customers.length < MANY_FILES ? CustomerFile : compiledCustomerFile();
  const customers = listing.customers.map((path) => readDocument(path, schema));
  const documents = customers.flatMap((read) => (read.ok ? [read.document] : []));
  const duplicates = findDuplicates(documents);
  const assembly = new Assembly(partner?.ok === true ? partner.document : undefined, options);
  for (const document of documents) assembly.addCustomer(document);

  const misread = [partner, ...customers].flatMap((read) => (read?.ok === false ? read.problems : []));
  const problems = [listing.problems, misread, duplicates.problems, assembly.problems].flat();
  const fleet = assembly.fleet();
  const warnings = [listing.warnings, duplicates.warnings, assembly.warnings].flat();
  if (problems.length === 0 && fleet !== undefined)
    return { ok: true, fleet, warnings: tidyProblems(warnings) };
  // A baseline with a fault is not assembled: its regions are read from the files.
  const regions = [partner, ...customers].flatMap((read) => (read === undefined ? [] : regionWarnings(read)));
  return { ok: false, problems: tidyProblems(problems), warnings: tidyProblems([...warnings, ...regions]) };
}

/** Compiling the schema takes about 15 ms, which it saves from this number of files. */
const MANY_FILES = 250;
let compiled: typeof CustomerFile | undefined;
function compiledCustomerFile(): typeof CustomerFile {
  compiled ??= z.compile(CustomerFile);
  return compiled;
}

/** Assembles well-formed documents. Without a partner it still checks the customers. */
class Assembly {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly #partnerDocument: FleetDocument<PartnerFile> | undefined;
  readonly #partner: PartnerOfFile | undefined;
  readonly #partnerLayers: LayeredBaseline;
  readonly #options: Required<FolderOptions>;
  readonly #customers: CustomerOfFile[] = [];
  readonly #tenants: Tenant[] = [];

  constructor(partner: FleetDocument<PartnerFile> | undefined, options: FolderOptions) {
    this.#options = { expiredExceptions: "refuse", ...options };
    this.#partnerDocument = partner;
    this.#partner = partner === undefined ? undefined : new PartnerOfFile(partner);
    this.#partnerLayers =
      partner === undefined
        ? LayeredBaseline.none
        : LayeredBaseline.none.with(partner.file, ["baseline"], partner.content.baseline);
    if (partner === undefined) return;
    for (const fault of freezeFaults(partner)) this.problems.push(problemIn(partner.file, fault));
    for (const fault of attestationFaults(partner, options.today, options.controls.own))
      this.problems.push(problemIn(partner.file, fault));
  }

  addCustomer(document: FleetDocument<CustomerFile>): void {
    const { file, content } = document;
    const entries = content.subscriptions ?? [];
    const customer = this.#partner === undefined ? undefined : new CustomerOfFile(document, this.#partner);
    const customerLayers = this.#partnerLayers.with(file, ["baseline"], content.baseline);
    if (entries.length === 0) {
      const message = "the customer has no subscriptions";
      this.warnings.push(problemIn(file, { path: ["subscriptions"], message }));
    }

    const exceptables = entries.map((entry, index): Exceptable => {
      const layers = customerLayers.with(file, ["subscriptions", index, "baseline"], entry.baseline);
      const baseline = this.#baselineOf(layers);
      if (customer === undefined || baseline === undefined) return { id: entry.id, name: entry.name };
      const subscription = new SubscriptionOfFile(entry, customer, baseline, { file, index, layers });
      customer.subscriptions.push(subscription);
      const fault = contactFault(subscription);
      if (fault !== undefined && this.#partnerDocument !== undefined)
        this.problems.push(layers.problem(fault, this.#partnerDocument.file));
      return subscription;
    });
    if (customer !== undefined) this.#customers.push(customer);
    this.#except(document, customer, exceptables);
    // It depends on the exceptions.
    if (customer !== undefined) this.#addTenant(document, customer);
  }

  #except(
    { content, file }: FleetDocument<CustomerFile>,
    customer: CustomerOfFile | undefined,
    exceptables: readonly Exceptable[],
  ): void {
    if (content.exceptions === undefined) return;
    const applied = applyExceptions(file, content.exceptions, exceptables, this.#options);
    for (const fault of applied.faults) this.problems.push(problemIn(file, fault));
    for (const doubt of applied.baselineWarnings) this.warnings.push(problemIn(file, doubt));
    for (const subscription of customer?.subscriptions ?? []) {
      subscription.exceptions = applied.bySubscription.get(subscription) ?? subscription.exceptions;
    }
  }

  #addTenant(document: FleetDocument<CustomerFile>, customer: CustomerOfFile): void {
    const { content, file } = document;
    // Incomplete subscriptions are already reported.
    if (customer.subscriptions.length < (content.subscriptions ?? []).length) return;
    const asked = tenantOf(document, customer, this.#partnerDocument?.content.tenantBaseline);
    if (asked === undefined) return;
    if ("faults" in asked) {
      for (const fault of asked.faults) this.problems.push(problemIn(file, fault));
      return;
    }
    const { tenant } = asked;
    const earlier = this.#tenants.find(({ id }) => id === tenant.id);
    if (earlier === undefined) {
      this.#tenants.push(tenant);
      return;
    }
    const message = `tenantBaseline is set for the same tenant at ${formatPosition(earlier.position())}`;
    const hint =
      "Only one customer of a tenant can set it: write tenantBaseline: { entraLogExport: false, serviceHealthAlert: false } for the others.";
    this.problems.push({ path: "", message, hint, position: tenant.position() });
  }

  /** Returns the assembled fleet; `undefined` without a partner. Valid only without problems. */
  fleet(): Fleet | undefined {
    if (this.#partner === undefined || this.#partnerDocument === undefined) return undefined;
    const customers: Customer[] = this.#customers.sort((a, b) => compareText(a.key, b.key));
    const subscriptions = customers.flatMap((customer) => customer.subscriptions);
    subscriptions.sort((a, b) => compareText(a.id, b.id));
    const byId = new Map<string, Subscription>();
    for (const subscription of subscriptions) byId.set(subscription.id, subscription);
    return frozen({
      partner: this.#partner,
      backend: this.#partnerDocument.content.backend ?? { type: "local" },
      customers,
      subscriptions,
      tenants: this.#tenants.sort((a, b) => compareText(a.customer.key, b.customer.key)),
      subscription: (id) => byId.get(id.toLowerCase()),
    });
  }

  #baselineOf(layers: LayeredBaseline): Baseline | undefined {
    const partner = this.#partnerDocument?.file;
    if (partner === undefined) return undefined;
    const completed = layers.complete((result) => {
      const faults = result.ok ? baselineWarnings(result.baseline, this.#options.today) : result.faults;
      const list = result.ok ? this.warnings : this.problems;
      for (const fault of faults) list.push(layers.problem(fault, partner));
      const undeclared = result.ok ? unknownParameters(result.baseline, this.#options.controls.custom) : [];
      for (const fault of undeclared) this.problems.push(layers.problem(fault, partner));
    });
    return completed.ok ? completed.baseline : undefined;
  }
}

/** Compares by UTF-16 code units: the same on every machine, unlike a locale's order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
