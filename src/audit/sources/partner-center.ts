import { pagesFrom } from "../../azure/client.ts";
import type { AzureConnection } from "../../azure/connection.ts";
import { AzureFailure, azureFailure } from "../../azure/failure.ts";
import { isGuid } from "../../text/guid.ts";
import { items, member, textMember } from "../../text/json.ts";
import { plain } from "../../text/wording.ts";
import { gather, type SourcePage } from "./gather.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./source.ts";

const CUSTOMERS_TO_A_PAGE = 500;
const CUSTOMERS_AT_ONCE = 8;
const MAX_PAGES = 10_000;
/**
 * Partner Center: the Azure subscriptions that the partner is billed for, whether or not Azure shows them. It is the
 * only source that distinguishes a removed delegation from a deleted subscription.
 *
 * Customers -> their subscriptions (an Azure plan is one) -> its Azure entitlements, whose ids are those of ARM's
 * subscriptions.
 * https://learn.microsoft.com/partner-center/developer/get-a-list-of-azure-entitlements-for-subscription
 */
export class PartnerCenter implements SubscriptionSource {
  readonly kind = "partner-center";
  readonly name = "Partner Center";
  readonly shows = () => true;
  readonly #connection: AzureConnection;

  constructor(connection: AzureConnection) {
    this.#connection = connection;
  }

  list(): Promise<SourceAnswer> {
    return gather(this, this.#pages());
  }

  async *#pages(): AsyncGenerator<SourcePage> {
    for await (const customers of this.#lists(`/v1/customers?size=${CUSTOMERS_TO_A_PAGE}`)) {
      for (let first = 0; first < customers.length; first += CUSTOMERS_AT_ONCE) {
        const some = customers.slice(first, first + CUSTOMERS_AT_ONCE);
        yield* await Promise.all(some.map((customer) => this.#customer(customer)));
      }
    }
  }

  /** Reports a customer that cannot be read; the others are still read. */
  async #customer(customer: unknown): Promise<SourcePage> {
    const tenantId = textMember(customer, "id") ?? "";
    if (!isGuid(tenantId)) return { subscriptions: [], complaint: "it lists a customer without a tenant" };
    const found: SeenSubscription[] = [];
    try {
      const path = `/v1/customers/${tenantId}/subscriptions`;
      for await (const subscriptions of this.#lists(path)) {
        for (const plan of subscriptions.filter(isAzurePlan)) {
          const planId = encodeURIComponent(textMember(plan, "id") ?? "");
          for await (const page of this.#lists(`${path}/${planId}/azureEntitlements`)) {
            found.push(...page.flatMap((one) => entitlement(one, tenantId) ?? []));
          }
        }
      }
      return { subscriptions: found };
    } catch (error) {
      const name = plain(textMember(member(customer, "companyProfile"), "companyName") ?? tenantId, 80);
      return { subscriptions: found, complaint: `customer ${name}: ${azureFailure(error).message}` };
    }
  }

  #lists(path: string): AsyncGenerator<readonly unknown[]> {
    return pagesFrom<Place>(
      { path, headers: {} },
      {
        read: ({ headers, path }) => this.#connection.partnerCenter.get(path, headers),
        items: (body) => member(body, "items"),
        next: (body) => nextPage(member(member(body, "links"), "next")),
        maxPages: MAX_PAGES,
      },
    );
  }
}

interface Place {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Parses `links.next`: a path below the version, and headers that continue the list. */
function nextPage(link: unknown): Place | undefined {
  const uri = textMember(link, "uri");
  if (uri === undefined || uri === "") return undefined;
  if (/^[a-z]+:|^\/\//i.test(uri))
    throw new AzureFailure("the address of its next page is on another server");
  const path = `/${uri.replace(/^\/+/, "")}`;
  const headers = items(member(link, "headers")).flatMap((header): [string, string][] => {
    const [key, value] = [textMember(header, "key"), textMember(header, "value")];
    return key !== undefined && /^MS-[A-Za-z-]+$/.test(key) && value !== undefined ? [[key, value]] : [];
  });
  return { path: /^\/v\d/.test(path) ? path : `/v1${path}`, headers: Object.fromEntries(headers) };
}

/**
 * Reports whether a subscription has the Azure plan's product and SKU.
 * https://learn.microsoft.com/partner-center/developer/azure-plan-price-list
 */
function isAzurePlan(subscription: unknown): boolean {
  const offer = textMember(subscription, "offerId") ?? "";
  const name = textMember(subscription, "offerName") ?? textMember(subscription, "friendlyName") ?? "";
  return /^DZH318Z0BPS6:0001/i.test(offer) || /^azure plan$/i.test(name.trim());
}

function entitlement(value: unknown, tenantId: string): SeenSubscription | undefined {
  const id = textMember(value, "id") ?? "";
  if (!isGuid(id)) return undefined;
  const displayName = textMember(value, "friendlyName");
  const state = textMember(value, "status");
  return {
    subscriptionId: id.toLowerCase(),
    tenantId: tenantId.toLowerCase(),
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
  };
}
