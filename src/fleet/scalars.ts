import type { z } from "zod";
import { USUAL_EMAIL } from "../text/email.ts";
import { GUID, isGuid } from "../text/guid.ts";
import { CalendarDate } from "./calendar.ts";
import { lengthWithin, matches, noInterpolation, oneLine, type Rule, textWhere } from "./text-rules.ts";

export { CalendarDate };

const guid = textWhere(
  (text) =>
    isGuid(text)
      ? undefined
      : {
          message: "must be a GUID",
          hint: "It looks like 11111111-2222-3333-4444-555555555555, without braces.",
        },
  (text) =>
    /[^0-]/.test(text)
      ? undefined
      : { message: "must not be the GUID of zeros", hint: "It is a placeholder." },
).toLowerCase();
const guidMeta = { pattern: `^${GUID}$`, examples: ["22222222-2222-2222-2222-222222222222"] };

/** In lower case, regardless of the notation. */
export const SubscriptionId = guid.brand<"SubscriptionId">().meta({
  title: "Subscription id",
  description: "The subscription's GUID, as `az account list` and the portal show it.",
  ...guidMeta,
});
export type SubscriptionId = z.infer<typeof SubscriptionId>;

/** In lower case, regardless of the notation. */
export const TenantId = guid.brand<"TenantId">().meta({
  title: "Tenant id",
  description: "The GUID of a Microsoft Entra tenant.",
  ...guidMeta,
});
export type TenantId = z.infer<typeof TenantId>;

export const ClientId = guid.meta({
  title: "Application (client) id",
  description: "The GUID of the application registration that signs in to the customer's tenant.",
  ...guidMeta,
});

export const ObjectId = guid.meta({
  title: "Object id",
  description: "The GUID of a group, an enterprise application or a user in Microsoft Entra.",
  ...guidMeta,
});

/** Unique in the fleet. */
export const CustomerKey = textWhere(lengthWithin(1, 64), (text) =>
  /^[a-z0-9](-?[a-z0-9])*$/.test(text)
    ? undefined
    : {
        message: "must be made of lower-case letters and digits, with single hyphens between them",
        hint: suggestion(
          text
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "-")
            .replace(/^-|-$/g, ""),
        ),
      },
)
  .brand<"CustomerKey">()
  .meta({
    title: "Customer",
    description: "The customer's key: unique in the fleet. The name of the file does not matter.",
    pattern: "^[a-z0-9](-?[a-z0-9])*$",
    maxLength: 64,
    examples: ["contoso"],
  });
export type CustomerKey = z.infer<typeof CustomerKey>;

/** Reserved mail domains without recipients (RFC 2606). `.example` is accepted, because documents use it. */
const RESERVED_DOMAIN = /(^|[@.])(example\.(com|net|org)|invalid|test|localhost)$/i;
const PLACEHOLDER =
  /^(change-?_?me|todo|tbd|fixme|replace[-_.]?me|placeholder|you|your[-_.]?(name|e?mail))@|replace_?me|[<>]/i;

const address: Rule = (text) => {
  if (PLACEHOLDER.test(text) || RESERVED_DOMAIN.test(text)) {
    return { message: "must be a real address, not a placeholder", hint: "No one would receive the alerts." };
  }
  if (/[;,]/.test(text))
    return { message: "must be one e-mail address", hint: "Write one item for each address." };
  if (text.length > 254 || text.indexOf("@") > 64)
    return { message: "must be at most 254 characters long, 64 before the @" };
  return USUAL_EMAIL.test(text) ? undefined : { message: "must be an e-mail address" };
};

/** The schema of an e-mail address. */
export const Email = textWhere(address)
  .brand<"Email">()
  .meta({ title: "E-mail address", maxLength: 254, pattern: USUAL_EMAIL.source });
export type Email = z.infer<typeof Email>;

/**
 * International numbers only. The construct also accepts national numbers, because Azure does; a fleet covers several
 * countries, and its customers dial this number.
 */
const PHONE = /^\+[0-9](?:[ -]?[0-9]){6,14}$/;
/** As entered, including spaces and hyphens. */
export const Phone = textWhere(
  matches(
    PHONE,
    "must be + and 7 to 15 digits, spaces and hyphens allowed",
    'Write it like "+1 425 555 0100".',
  ),
)
  .brand<"Phone">()
  .meta({
    title: "Phone number",
    description: "International, in quotes: without quotes YAML reads a number.",
    pattern: PHONE.source,
    examples: ["+1 425 555 0100"],
  });
export type Phone = z.infer<typeof Phone>;

const MONTH = /^[0-9]{4}-(0[1-9]|1[0-2])$/;
/** The schema of the first month of a budget, `YYYY-MM`. */
export const StartMonth = textWhere(matches(MONTH, "must be a month written YYYY-MM"), (text) =>
  text >= "2017-06"
    ? undefined
    : { message: "must be 2017-06 or later", hint: "Azure has no budgets before that." },
)
  .brand<"StartMonth">()
  .meta({
    title: "First month of the budget",
    description:
      "YYYY-MM, from 2017-06: only for a budget that starts in a later month. Without it, or after that month has begun, a budget starts in the month of its first deployment. The start of an existing budget never changes.",
    pattern: MONTH.source,
    examples: ["2026-12"],
  });
export type StartMonth = z.infer<typeof StartMonth>;

/** A display name; it is not used in stacks. */
export const DisplayName = textWhere(lengthWithin(1, 256), oneLine).meta({ minLength: 1, maxLength: 256 });

/** A text used in a stack. */
export function inertText(min: number, max: number, ...rules: readonly Rule[]) {
  return textWhere(lengthWithin(min, max), oneLine, noInterpolation, ...rules).meta({
    minLength: min,
    maxLength: max,
  });
}

const noPathCharacters: Rule = (text) =>
  /[/\\]/.test(text) || text === "." || text === ".."
    ? {
        message: "must not contain / or \\",
        hint: "It is a label of this fleet and may differ from the name in Azure.",
      }
    : undefined;

export const SubscriptionName = inertText(1, 64, noPathCharacters).meta({
  title: "Subscription name",
  description: "The fleet's label of the subscription: unique within the customer, without regard to case.",
  minLength: 1,
  maxLength: 64,
  examples: ["contoso-prod"],
});

/** Folds names of subscriptions for comparison: case and encoding of accents. */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

export const Location = textWhere(lengthWithin(1, 64), (text) =>
  /^[a-z0-9]+$/.test(text)
    ? undefined
    : {
        message: "must be an Azure region's short name",
        hint: suggestion(text.toLowerCase().replace(/[^a-z0-9]/g, "")),
      },
).meta({
  title: "Azure region",
  description: "The region of the baseline's resource group, by its short name.",
  pattern: "^[a-z0-9]+$",
  examples: ["westeurope"],
});

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
export const ResourceGroupName = textWhere(
  lengthWithin(1, 90),
  matches(/^[-\w.()]+$/, "must be made of letters, digits, and _ - . ( )"),
  (text) => (text.endsWith(".") ? { message: "must not end with a period" } : undefined),
).meta({
  title: "Letters, digits and _ - . ( ), without a period at the end",
  pattern: "^[-\\w.()]*[-\\w()]$",
  minLength: 1,
  maxLength: 90,
});

const paragraph: Rule = (text) => oneLine(text.trim().replace(/\n/g, " "));

export const Reason = textWhere(lengthWithin(10, 1000), paragraph).meta({
  title: "Why",
  description: "At least 10 characters. It is shown with every finding that the exception covers.",
  minLength: 10,
  maxLength: 1000,
});

function suggestion(text: string): string | undefined {
  return text === "" ? undefined : `Did you mean "${text.slice(0, 64)}"?`;
}
