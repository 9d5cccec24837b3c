import { DEFAULT_PROVIDER } from "../../constructs/provider-names.ts";
import type { Access } from "./access-schema.ts";
import { allowedBy, NOTHING_ALLOWED } from "./allowed.ts";
import { attestationsOf } from "./attestations.ts";
import type { FleetDocument } from "./document.ts";
import type { Baseline, Customer, FleetException, Origin, Partner, Reseller, Subscription } from "./fleet.ts";
import { freezesOf } from "./freezes.ts";
import type { LayeredBaseline } from "./layers.ts";
import type { Path } from "./path.ts";
import type { Position } from "./position.ts";
import { type DeclaringProvider, providerOf } from "./provider.ts";
import type { CustomerFile, PartnerFile, SubscriptionEntry } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/*
 * A fleet may have 50 000 subscriptions: derived values are methods of classes, which keeps each object small, and
 * positions are computed on demand.
 */

export class PartnerOfFile implements Partner {
  readonly name;
  readonly tenantId;
  readonly role;
  /** Declared only, so that it is absent where it is not recorded. */
  declare readonly securityContact?: NonNullable<Partner["securityContact"]>;
  declare readonly webhook?: NonNullable<Partner["webhook"]>;
  declare readonly costVisibility?: NonNullable<Partner["costVisibility"]>;
  declare readonly observeDuties?: NonNullable<Partner["observeDuties"]>;
  readonly access: Access;
  readonly provider: DeclaringProvider;
  readonly allowed;
  declare readonly attestations?: NonNullable<Partner["attestations"]>;
  declare readonly freezes?: NonNullable<Partner["freezes"]>;
  readonly #file: YamlFile;

  constructor({
    file,
    content: { access, allow, attestations, enforce, partner, provider },
  }: FleetDocument<PartnerFile>) {
    this.name = partner.name;
    this.tenantId = partner.tenantId;
    this.role = partner.role;
    if (partner.securityContact !== undefined) this.securityContact = partner.securityContact;
    if (partner.webhook !== undefined) this.webhook = partner.webhook;
    if (partner.costVisibility !== undefined) this.costVisibility = partner.costVisibility;
    if (partner.observeDuties !== undefined) this.observeDuties = partner.observeDuties;
    this.access = access ?? { model: "lighthouse" };
    this.provider = providerOf(provider) ?? { name: DEFAULT_PROVIDER };
    this.allowed = allowedBy(NOTHING_ALLOWED, allow);
    if (attestations !== undefined) this.attestations = attestationsOf(file, attestations);
    if (enforce?.freeze !== undefined) this.freezes = freezesOf(file, enforce.freeze);
    this.#file = file;
  }

  locate(path: Path): Position {
    return this.#file.locate(path);
  }
}

export class CustomerOfFile implements Customer {
  readonly key;
  readonly displayName;
  readonly tenantId;
  /** Declared only, so that it is absent where it is not recorded. */
  declare readonly language?: NonNullable<Customer["language"]>;
  declare readonly reseller?: Reseller;
  readonly access: Access;
  readonly provider: DeclaringProvider;
  readonly allowed;
  /** Set by the loader. */
  readonly subscriptions: SubscriptionOfFile[] = [];
  readonly #file: YamlFile;

  constructor({ file, content }: FleetDocument<CustomerFile>, partner: Partner) {
    this.key = content.customer;
    this.displayName = content.displayName;
    this.tenantId = content.tenantId;
    if (content.language !== undefined) this.language = content.language;
    if (content.reseller !== undefined) this.reseller = { emails: [], ...content.reseller };
    this.access = accessOf(content.access, partner.access);
    this.provider = providerOf(content.provider) ?? partner.provider;
    this.allowed = allowedBy(partner.allowed, content.allow);
    this.#file = file;
  }

  position(): Position {
    return this.#file.locate(["customer"]);
  }
}

/** The customer's own; what is judged of it is the partner's, unless the customer's says otherwise. */
function accessOf(own: Access | undefined, partner: Access): Access {
  if (own === undefined) return partner;
  if (own.controls !== undefined || partner.controls === undefined) return own;
  if (own.model === "lighthouse" && partner.model === "lighthouse") {
    return { ...own, controls: partner.controls };
  }
  if (own.model === "customer-app" && partner.model === "customer-app") {
    return { ...own, controls: partner.controls };
  }
  return own;
}

const NO_EXCEPTIONS: readonly FleetException[] = [];

export class SubscriptionOfFile implements Subscription {
  readonly id;
  readonly name;
  readonly customer: Customer;
  readonly baseline: Baseline;
  /** Set by the loader. */
  exceptions = NO_EXCEPTIONS;
  readonly #file: YamlFile;
  readonly #index: number;
  readonly #layers: LayeredBaseline;

  constructor(
    entry: SubscriptionEntry,
    customer: Customer,
    baseline: Baseline,
    source: { readonly file: YamlFile; readonly index: number; readonly layers: LayeredBaseline },
  ) {
    this.id = entry.id;
    this.name = entry.name;
    this.customer = customer;
    this.baseline = baseline;
    this.#file = source.file;
    this.#index = source.index;
    this.#layers = source.layers;
  }

  position(): Position {
    return this.#file.locate(["subscriptions", this.#index]);
  }

  locate(path: Path): Position {
    return this.#layers.locate(path) ?? this.position();
  }

  origin(path: Path): Origin | undefined {
    const source = this.#layers.source(path);
    if (source === undefined) return undefined;
    const { at, file } = source;
    const own = at[0] === "subscriptions" ? "subscription" : "customer";
    return { layer: file === this.#file ? own : "partner", position: file.locate([...at, ...path]) };
  }
}
