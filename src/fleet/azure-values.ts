import type { z } from "zod";
import { GUID } from "../text/guid.ts";
import { lengthWithin, type Rule, textWhere } from "./text-rules.ts";

/**
 * Rejects the second of two equal items, which would be one in Azure. `at` is the path in the item that is compared.
 */
export function unique<T>(keyOf: (item: T) => unknown, at: readonly string[] = []) {
  return ({ value: items, issues }: z.core.ParsePayload<T[]>): void => {
    const seen = new Set<unknown>();
    items.forEach((item, index) => {
      const key = keyOf(item);
      if (seen.has(key)) {
        issues.push({
          code: "custom",
          path: [index, ...at],
          message: "must not be listed twice",
          input: items,
        });
      }
      seen.add(key);
    });
  };
}

const secureUri =
  (reason: string): Rule =>
  (text) => {
    if (/[\s"<>\\^`{|}]|[^\x21-\x7e]/.test(text) || !URL.canParse(text))
      return { message: "must be a URL without white space, quotes and braces" };
    const { protocol, username, password } = new URL(text);
    if (protocol !== "https:") return { message: "must begin with https://", hint: reason };
    if (username !== "" || password !== "") {
      return {
        message: "must not contain a user name or password",
        hint: "It would be readable in the repository.",
      };
    }
    return undefined;
  };

/** Rejects characters that Terraform or Azure could interpret: white space, quotes, braces. */
export const WebhookUri = textWhere(
  lengthWithin(1, 2048),
  secureUri("Alerts name customers and resources."),
).meta({
  description: "Where the action group posts its alerts, in Azure's common alert schema; https only.",
  title: "Address that begins with https://",
  pattern: "^https://\\S+$",
  maxLength: 2048,
  examples: ["https://hooks.fabrikam.example/azure"],
});

/** A link for people. */
export const HttpsLink = textWhere(
  lengthWithin(1, 2048),
  secureUri("A link without TLS can be redirected."),
).meta({
  description: "The location of the evidence; https only.",
  title: "Address that begins with https://",
  pattern: "^https://\\S+$",
  maxLength: 2048,
  examples: ["https://wiki.fabrikam.example/reviews/2026-q4"],
});

/** The address to which Partner Center posts events, without the query, which may be secret. */
export const WebhookAddress = textWhere(
  lengthWithin(1, 2048),
  secureUri("Partner Center posts to https addresses only."),
  (text) =>
    /[?#]/.test(text)
      ? {
          message: "must not have a query: write the address up to the question mark",
          hint: "A key in it would be readable in the repository.",
        }
      : undefined,
).meta({
  description: "The address that is registered with Partner Center, without its query; https only.",
  title: "Address that begins with https://, without ? and #",
  pattern: "^https://[^\\s?#]+$",
  maxLength: 2048,
  examples: ["https://alerts.fabrikam.example/partner"],
});

/**
 * The id of a resource of one type (`Microsoft.Storage/storageAccounts`) in a resource group. Its fixed parts are
 * accepted in any case, as in Azure, and converted to the provider's case: azurerm compares them strictly.
 */
export function resourceId(type: string, name: RegExp) {
  const example = `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-logs/providers/${type}/name`;
  const parts = new RegExp(
    `^/subscriptions/(${GUID})/resourceGroups/([-\\w.()]{0,89}[-\\w()])/providers/${type.replace(".", "\\.")}/([^/]+)$`,
    "i",
  );
  return textWhere((text) =>
    name.test(parts.exec(text)?.[3] ?? "")
      ? undefined
      : {
          message: `must be the resource id of a ${type.replace("/", " ")} resource`,
          hint: `It looks like ${example}.`,
        },
  )
    .overwrite((text) =>
      text.replace(
        parts,
        (_, subscription: string, group: string, leaf: string) =>
          `/subscriptions/${subscription.toLowerCase()}/resourceGroups/${group}/providers/${type}/${leaf}`,
      ),
    )
    .meta({ examples: [example] });
}

const IN_GROUP = new RegExp(
  `^/subscriptions/${GUID}/resourceGroups/[-\\w.()]{0,89}[-\\w()]/providers/[\\w.]{1,128}(?:/[-\\w.()~]{1,260}){2,12}$`,
  "i",
);
const GROUP = new RegExp(`^/subscriptions/${GUID}(?:/resourceGroups/[-\\w.()]{0,89}[-\\w()])?$`, "i");

/**
 * The id of a resource in a resource group, of any type.
 * @param what names it in messages
 * @param tail the end of the example, from its type on
 * @param more whether a subscription or a resource group will do as well
 */
export function armId(what: string, tail: string, more: { readonly groups?: boolean } = {}) {
  const example = `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-shop/providers/${tail}`;
  return textWhere((text) =>
    IN_GROUP.test(text) || (more.groups === true && GROUP.test(text))
      ? undefined
      : { message: `must be the resource id of ${what}`, hint: `It looks like ${example}.` },
  ).meta({ examples: [example] });
}
