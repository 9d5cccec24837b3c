import type { ACTION_GROUP, ArmStatement } from "../src/engine/arm/index.ts";
import { type Checks, hasToken } from "./checks.ts";
import { isTicket, RECEIVER_KINDS, type ReceiverKind, TICKET_FORM } from "./receiver-kinds.ts";

/** A webhook that the action group calls. */
export interface WebhookReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /**
   * The address that is called. It must begin with `https://`. A secret in it is stored in plain text in the Terraform
   * state.
   */
  readonly uri: string;
  /** The Entra application whose token Azure sends with each call. @default - Azure sends no token */
  readonly entraAuth?: WebhookEntraAuth;
}

/** The Entra application that protects a webhook. */
export interface WebhookEntraAuth {
  /** The object id of the application: a GUID. */
  readonly objectId: string;
  /** The identifier URI of the application, `api://...` or `https://...`. @default - the application's own */
  readonly identifierUri?: string;
  /** The GUID of the application's tenant. @default - the tenant of the subscription */
  readonly tenantId?: string;
}

/** A phone that receives messages or calls. */
export interface PhoneReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The country code, without `+`: 1 to 4 digits. */
  readonly countryCode: string;
  /** The number without the country code: 4 to 15 digits. */
  readonly phoneNumber: string;
}

/** A user of the Azure mobile app. */
export interface AppPushReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The address with which the person signs in to the app. */
  readonly email: string;
}

/**
 * A role of the subscription. Azure mails the members of the customer's own directory who hold it, but not delegated
 * partner staff.
 */
export interface RoleReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The GUID of the role definition, such as `8e3af657-a8ff-443c-a75c-2fe8c4bcb635` of Owner. */
  readonly roleId: string;
}

/** A Logic App that runs. */
export interface LogicAppReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** ARM id of the workflow: at most 2048 characters. */
  readonly resourceId: string;
  /**
   * The address of its trigger. It must begin with `https://`. Its signature is a secret, stored in plain text in the
   * Terraform state.
   */
  readonly callbackUrl: string;
}

/** A function that runs. */
export interface FunctionReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** ARM id of the function app: at most 2048 characters. */
  readonly functionAppId: string;
  /** The name of the function in the app: 1 to 260 characters. */
  readonly functionName: string;
  /**
   * The address of its trigger. It must begin with `https://`. A key in it is stored in plain text in the Terraform
   * state.
   */
  readonly triggerUrl: string;
}

/** An event hub that receives the alerts. */
export interface EventHubReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The name of the Event Hubs namespace: 6 to 50 letters, digits and hyphens. */
  readonly namespace: string;
  /** The name of the event hub: 1 to 256 letters, digits, periods, hyphens and underscores. */
  readonly eventHub: string;
  /** The GUID of the subscription of the namespace. @default - the subscription of the action group */
  readonly subscriptionId?: string;
  /** The GUID of the tenant of that subscription. @default - the tenant of the action group */
  readonly tenantId?: string;
}

/** An Automation runbook that runs. */
export interface RunbookReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** ARM id of the Automation account: at most 2048 characters. */
  readonly automationAccountId: string;
  /** The name of the runbook: 1 to 128 characters. */
  readonly runbookName: string;
  /** ARM id of the runbook's webhook: at most 2048 characters. */
  readonly webhookId: string;
  /**
   * The address of the webhook. It must begin with `https://`. Its token is a secret, stored in plain text in the
   * Terraform state.
   */
  readonly serviceUri: string;
  /** Whether it is one of Azure's own runbooks. @default false */
  readonly isGlobal?: boolean;
}

/** A connection to an IT service management tool. */
export interface ItsmReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The workspace, as `<subscription id>|<workspace id>`: two GUIDs. */
  readonly workspaceId: string;
  /** The GUID of the connection. */
  readonly connectionId: string;
  /** The configuration of the ticket: a JSON object with `PayloadRevision` and `WorkItemType`, at most 8192 characters. */
  readonly ticketConfiguration: string;
  /** The Azure region of the workspace, such as `westeurope`: 1 to 90 characters. */
  readonly region: string;
}

/** The receivers of an action group besides its e-mail addresses. Each kind has at most 10, as in Azure. */
export interface ActionGroupReceivers {
  /** Webhooks that are called with the common alert schema: at most 10. @default - none */
  readonly webhooks?: readonly WebhookReceiver[];
  /** Phones that receive text messages: at most 10. @default - none */
  readonly sms?: readonly PhoneReceiver[];
  /** Phones that are called: at most 10. @default - none */
  readonly voice?: readonly PhoneReceiver[];
  /** Users of the Azure mobile app: at most 10. @default - none */
  readonly appPush?: readonly AppPushReceiver[];
  /** Roles of the subscription whose holders are mailed: at most 10. @default - none */
  readonly roles?: readonly RoleReceiver[];
  /** Logic Apps that run: at most 10. @default - none */
  readonly logicApps?: readonly LogicAppReceiver[];
  /** Functions that run: at most 10. @default - none */
  readonly functions?: readonly FunctionReceiver[];
  /** Event hubs that receive the alerts: at most 10. @default - none */
  readonly eventHubs?: readonly EventHubReceiver[];
  /** Automation runbooks that run: at most 10. @default - none */
  readonly runbooks?: readonly RunbookReceiver[];
  /** Connections to IT service management tools: at most 10. @default - none */
  readonly itsm?: readonly ItsmReceiver[];
}

/** https://learn.microsoft.com/azure/azure-monitor/service-limits#action-groups */
const MOST = 10;

/** Returns the names of all receivers except the e-mail addresses, in lower case. */
export function receiverNames(receivers: ActionGroupReceivers): readonly string[] {
  return RECEIVER_KINDS.flatMap((kind) =>
    (receivers[kind] ?? []).map(({ name }: { readonly name: string }) => String(name).toLowerCase()),
  );
}

/** Validates each receiver against the limits of Azure. */
export function checkReceivers(checks: Checks, receivers: ActionGroupReceivers): void {
  for (const kind of RECEIVER_KINDS) {
    const all: readonly { readonly name: string }[] = receivers[kind] ?? [];
    checks.require(all.length <= MOST, kind, `have at most ${MOST} receivers`, all.length);
    for (const [index, { name }] of all.entries()) checks.text(`${kind}[${index}].name`, name, { max: 260 });
  }
  const each = <Kind extends ReceiverKind>(
    kind: Kind,
    check: (receiver: NonNullable<ActionGroupReceivers[Kind]>[number], at: string) => void,
  ) => {
    for (const [index, receiver] of (receivers[kind] ?? []).entries()) check(receiver, `${kind}[${index}]`);
  };
  each("webhooks", ({ entraAuth, name, uri }, at) => {
    secretAddress(checks, `${at}.uri`, uri, name);
    if (entraAuth === undefined) return;
    checks.guid(`${at}.entraAuth.objectId`, entraAuth.objectId);
    if (entraAuth.tenantId !== undefined) checks.guid(`${at}.entraAuth.tenantId`, entraAuth.tenantId);
    const form = "be an identifier URI that begins with api:// or https://";
    if (entraAuth.identifierUri !== undefined)
      checks.text(`${at}.entraAuth.identifierUri`, entraAuth.identifierUri, {
        max: 2048,
        pattern: /^(?:api|https):\/\/[^\s]+$/i,
        form,
      });
  });
  for (const kind of ["sms", "voice"] as const)
    each(kind, ({ countryCode, phoneNumber }, at) => {
      digits(checks, `${at}.countryCode`, countryCode, 1, 4);
      digits(checks, `${at}.phoneNumber`, phoneNumber, 4, 15);
    });
  each("appPush", ({ email }, at) => checks.emails(`${at}.email`, [email], 1, 1));
  each("roles", ({ roleId }, at) => checks.guid(`${at}.roleId`, roleId));
  each("logicApps", ({ callbackUrl, name, resourceId }, at) => {
    checks.armId(`${at}.resourceId`, resourceId, "Microsoft.Logic/workflows");
    secretAddress(checks, `${at}.callbackUrl`, callbackUrl, name);
  });
  each("functions", ({ functionAppId, functionName, name, triggerUrl }, at) => {
    checks.armId(`${at}.functionAppId`, functionAppId, "Microsoft.Web/sites");
    checks.text(`${at}.functionName`, functionName, { max: 260 });
    secretAddress(checks, `${at}.triggerUrl`, triggerUrl, name);
  });
  each("eventHubs", ({ eventHub, namespace, subscriptionId, tenantId }, at) => {
    const form = "be letters, digits and hyphens";
    checks.text(`${at}.namespace`, namespace, { min: 6, max: 50, pattern: /^[A-Za-z][A-Za-z0-9-]*$/, form });
    checks.text(`${at}.eventHub`, eventHub, {
      max: 256,
      pattern: /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/,
      form: "be letters, digits, periods, hyphens and underscores",
    });
    if (subscriptionId !== undefined) checks.guid(`${at}.subscriptionId`, subscriptionId);
    if (tenantId !== undefined) checks.guid(`${at}.tenantId`, tenantId);
  });
  each("runbooks", ({ automationAccountId, name, runbookName, serviceUri, webhookId }, at) => {
    const account = "Microsoft.Automation/automationAccounts";
    checks.armId(`${at}.automationAccountId`, automationAccountId, account);
    checks.text(`${at}.runbookName`, runbookName, { max: 128 });
    const pattern = /\/automationAccounts\/[^/]+\/webhooks\/[^/]+$/i;
    const form = "be the ARM resource id of a webhook of the Automation account";
    checks.text(`${at}.webhookId`, webhookId, { max: 2048, pattern, form });
    secretAddress(checks, `${at}.serviceUri`, serviceUri, name);
  });
  each("itsm", ({ connectionId, region, ticketConfiguration, workspaceId }, at) => {
    const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    const pattern = new RegExp(`^${guid}\\|${guid}$`, "i");
    checks.text(`${at}.workspaceId`, workspaceId, { max: 73, pattern, form: "be two GUIDs with | between" });
    checks.guid(`${at}.connectionId`, connectionId);
    checks.text(`${at}.region`, region, { max: 90 });
    const isWhole = hasToken(ticketConfiguration) || isTicket(ticketConfiguration);
    checks.text(`${at}.ticketConfiguration`, ticketConfiguration, { max: 8192 });
    checks.require(isWhole, `${at}.ticketConfiguration`, TICKET_FORM, "other text");
  });
}

type Properties = Parameters<NonNullable<typeof ACTION_GROUP.azurerm.declare>>[2]["properties"];
type OtherReceivers = Omit<Properties, "emailReceivers" | "enabled" | "groupShortName">;

/** Returns the receivers in the form of ARM; a kind without receivers is left out. */
export function statedReceivers(
  receivers: ActionGroupReceivers,
  ownSubscription: string,
): OtherReceivers & ArmStatement["properties"] {
  const common = { useCommonAlertSchema: true };
  const list = <Name extends string, Item>(name: Name, items: readonly Item[] = []) =>
    items.length === 0 ? {} : { [name]: items };
  return {
    ...list(
      "webhookReceivers",
      receivers.webhooks?.map(({ entraAuth, name, uri }) => ({
        name,
        serviceUri: uri,
        ...common,
        ...(entraAuth === undefined ? {} : { useAadAuth: true as const, ...entraAuth }),
      })),
    ),
    ...list("smsReceivers", receivers.sms),
    ...list("voiceReceivers", receivers.voice),
    ...list(
      "azureAppPushReceivers",
      receivers.appPush?.map(({ email, name }) => ({ name, emailAddress: email })),
    ),
    ...list(
      "armRoleReceivers",
      receivers.roles?.map(({ name, roleId }) => ({ name, roleId, ...common })),
    ),
    ...list(
      "logicAppReceivers",
      receivers.logicApps?.map((one) => ({ ...one, ...common })),
    ),
    ...list(
      "azureFunctionReceivers",
      receivers.functions?.map(({ functionAppId, functionName, name, triggerUrl }) => ({
        name,
        functionAppResourceId: functionAppId,
        functionName,
        httpTriggerUrl: triggerUrl,
        ...common,
      })),
    ),
    ...list(
      "eventHubReceivers",
      receivers.eventHubs?.map(({ eventHub, name, namespace, subscriptionId, tenantId }) => ({
        name,
        eventHubNameSpace: namespace,
        eventHubName: eventHub,
        subscriptionId: subscriptionId ?? ownSubscription,
        ...(tenantId === undefined ? {} : { tenantId }),
        ...common,
      })),
    ),
    ...list(
      "automationRunbookReceivers",
      receivers.runbooks?.map(
        ({ automationAccountId, isGlobal, name, runbookName, serviceUri, webhookId }) => ({
          name,
          automationAccountId,
          runbookName,
          webhookResourceId: webhookId,
          isGlobalRunbook: isGlobal === true,
          serviceUri,
          ...common,
        }),
      ),
    ),
    ...list("itsmReceivers", receivers.itsm),
  };
}

/** Validates an https address. Messages show the receiver's name instead of the address, which may be secret. */
function secretAddress(checks: Checks, prop: string, value: string, name: string): void {
  checks.require(isHttpsAddress(value), prop, "be an https address with a host", name);
}

function digits(checks: Checks, prop: string, value: string, min: number, max: number): void {
  checks.text(prop, value, { min, max, pattern: /^\d*$/, form: "be digits" });
}

function isHttpsAddress(uri: string): boolean {
  if (typeof uri !== "string") return false;
  if (hasToken(uri)) return true;
  if (!URL.canParse(uri)) return false;
  const { hostname, protocol } = new URL(uri);
  return protocol === "https:" && hostname !== "";
}
