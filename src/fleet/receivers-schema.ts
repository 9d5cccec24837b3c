import { z } from "zod";
import { isTicket, TICKET_FORM } from "../../constructs/receiver-kinds.ts";
import { armId, resourceId, unique, WebhookUri } from "./azure-values.ts";
import { Email, inertText, Location, ObjectId, SubscriptionId, TenantId } from "./scalars.ts";

/*
 * The receivers of the action group besides its e-mail addresses.
 */

/** The name of an event hub. */
export const EVENT_HUB = /^[A-Za-z0-9](?:[\w.-]{0,254}[A-Za-z0-9])?$/;
const ACCOUNT = /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/;
const ONE_GUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

const Name = inertText(1, 260).meta({ description: "Unique among all receivers.", examples: ["on-call"] });
const MOST = "the limit of an action group";

/** At most ten receivers of a kind. */
function receivers<Receiver extends { readonly name: string }>(
  receiver: z.ZodType<Receiver>,
  description: string,
) {
  return z
    .array(receiver)
    .max(10, `must have at most 10 receivers, ${MOST}`)
    .check(unique((one) => one.name.toLowerCase(), ["name"]))
    .meta({ description })
    .exactOptional();
}

const digits = (min: number, max: number, description: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^\\d{${min},${max}}$`), `must be ${min} to ${max} digits, in quotes`)
    .meta({ title: `${min} to ${max} digits`, description, examples: [example] });

const Phone = z.strictObject({
  name: Name,
  countryCode: digits(1, 4, "Without +.", "1"),
  phoneNumber: digits(4, 15, "Without the country code.", "4255550100"),
});

const SecretUri = WebhookUri.meta({
  title: "Address that begins with https://",
  description:
    "The address of its trigger, https only. What is secret in it can be read in the fleet and in the state.",
});

const EntraAuth = z
  .strictObject({
    objectId: ObjectId,
    identifierUri: z
      .string()
      .regex(/^(?:api|https):\/\/[^\s"$%{}<>\\]{1,2000}$/, "must begin with api:// or https://")
      .meta({
        title: "Address that begins with api:// or https://",
        description: "The identifier URI of the application.",
        examples: ["api://alerts"],
      })
      .exactOptional(),
    tenantId: TenantId.exactOptional(),
  })
  .meta({ description: "The Entra application for which Azure brings a token with each call." });

/** The kinds of receivers that a layer may name, with the webhooks. */
export const RECEIVERS = {
  webhooks: z
    .array(
      z.strictObject({
        name: inertText(1, 260).meta({ description: "Unique in the list.", examples: ["itsm"] }),
        uri: WebhookUri,
        entraAuth: EntraAuth.exactOptional(),
      }),
    )
    .max(10, `must have at most 10 webhooks, ${MOST}`)
    .check(unique((webhook) => webhook.name.toLowerCase(), ["name"]))
    .meta({ description: "Receivers that are programs." })
    .exactOptional(),
  sms: receivers(Phone, "Phones that receive text messages."),
  voice: receivers(Phone, "Phones that are called."),
  appPush: receivers(
    z.strictObject({
      name: Name,
      email: Email.meta({ description: "With which the person signs in to the app." }),
    }),
    "Users of the Azure mobile app.",
  ),
  roles: receivers(
    z.strictObject({ name: Name, roleId: ObjectId.meta({ description: "The GUID of a role definition." }) }),
    "Roles of the subscription whose holders are mailed: users of the customer's own directory only.",
  ),
  logicApps: receivers(
    z.strictObject({
      name: Name,
      resourceId: resourceId("Microsoft.Logic/workflows", /^[-\w.()]{1,80}$/).meta({
        description: "The workflow.",
      }),
      callbackUrl: SecretUri,
    }),
    "Logic Apps that run.",
  ),
  functions: receivers(
    z.strictObject({
      name: Name,
      functionAppId: resourceId("Microsoft.Web/sites", /^[-\w]{1,60}$/).meta({
        description: "The function app.",
      }),
      functionName: inertText(1, 260).meta({ description: "The function in the app." }),
      triggerUrl: SecretUri,
    }),
    "Functions that run.",
  ),
  eventHubs: receivers(
    z.strictObject({
      name: Name,
      namespace: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{5,49}$/, "must be the name of an Event Hubs namespace")
        .meta({
          title: "Name of an Event Hubs namespace",
          description: "The Event Hubs namespace, by its name.",
        }),
      eventHub: z
        .string()
        .regex(EVENT_HUB, "must be the name of an event hub")
        .meta({ title: "Name of an event hub", description: "The event hub, by its name." }),
      subscriptionId: SubscriptionId.exactOptional(),
      tenantId: TenantId.exactOptional(),
    }),
    "Event hubs that receive the alerts.",
  ),
  runbooks: receivers(
    z.strictObject({
      name: Name,
      automationAccountId: resourceId("Microsoft.Automation/automationAccounts", ACCOUNT).meta({
        description: "The Automation account.",
      }),
      runbookName: inertText(1, 128).meta({ description: "The runbook of the account." }),
      webhookId: armId(
        "the webhook of a runbook",
        "Microsoft.Automation/automationAccounts/automation/webhooks/alert",
      ).meta({ description: "The webhook that starts the runbook." }),
      serviceUri: SecretUri,
      isGlobal: z
        .boolean()
        .meta({ description: "Whether it is one of Azure's own runbooks.", default: false })
        .exactOptional(),
    }),
    "Automation runbooks that run.",
  ),
  itsm: receivers(
    z.strictObject({
      name: Name,
      workspaceId: z
        .string()
        .regex(new RegExp(`^${ONE_GUID}\\|${ONE_GUID}$`), "must be <subscription id>|<workspace id>")
        .meta({
          title: "Two GUIDs with a bar between them",
          description: "The workspace, as `<subscription id>|<workspace id>`.",
        }),
      connectionId: ObjectId.meta({ description: "The GUID of the connection." }),
      ticketConfiguration: inertText(2, 8192, (text) =>
        isTicket(text) ? undefined : { message: `must ${TICKET_FORM}` },
      ).meta({
        description: "The ticket: a JSON object with `PayloadRevision` and `WorkItemType`, as text.",
        examples: ['{"PayloadRevision":0,"WorkItemType":"Incident"}'],
      }),
      region: Location,
    }),
    "Connections to IT service management tools.",
  ),
};
