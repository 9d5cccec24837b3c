import { expect, test } from "vitest";
import { ActionGroup, type ActionGroupReceivers } from "../../constructs/index.ts";
import { onlyResource, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const GUID = "11111111-2222-3333-4444-555555555555";
const inGroup = (type: string) => `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/${type}/one`;
const minimal = { subscriptionId: SUBSCRIPTION_ID, resourceGroup: "rg" };

const RECEIVERS: Required<ActionGroupReceivers> = {
  webhooks: [
    {
      name: "secure",
      uri: "https://hooks.fabrikam.example/azure",
      entraAuth: { objectId: GUID, identifierUri: "api://alerts", tenantId: GUID },
    },
  ],
  sms: [{ name: "sms", countryCode: "1", phoneNumber: "4255550100" }],
  voice: [{ name: "voice", countryCode: "49", phoneNumber: "891234567" }],
  appPush: [{ name: "push", email: "noc@fabrikam.example" }],
  roles: [{ name: "owners", roleId: GUID }],
  logicApps: [
    {
      name: "logic",
      resourceId: inGroup("Microsoft.Logic/workflows"),
      callbackUrl: "https://logic.example/x?sig=1",
    },
  ],
  functions: [
    {
      name: "function",
      functionAppId: inGroup("Microsoft.Web/sites"),
      functionName: "alert",
      triggerUrl: "https://functions.example/api/alert",
    },
  ],
  eventHubs: [{ name: "hub", namespace: "ns-alerts", eventHub: "alerts" }],
  runbooks: [
    {
      name: "runbook",
      automationAccountId: inGroup("Microsoft.Automation/automationAccounts"),
      runbookName: "stop",
      webhookId: `${inGroup("Microsoft.Automation/automationAccounts")}/webhooks/alert`,
      serviceUri: "https://automation.example/webhooks?token=1",
    },
  ],
  itsm: [
    {
      name: "itsm",
      workspaceId: `${GUID}|${GUID}`,
      connectionId: GUID,
      ticketConfiguration: '{"PayloadRevision":0,"WorkItemType":"Incident"}',
      region: "westeurope",
    },
  ],
};

test("azurerm declares receivers of every kind, with the common alert schema where the kind has it", () => {
  const stack = stackWithProviders();
  new ActionGroup(stack, "group", { ...minimal, ...RECEIVERS });
  expect(onlyResource(stack, "azurerm_monitor_action_group")).toMatchObject({
    webhook_receiver: [{ aad_auth: { object_id: GUID, identifier_uri: "api://alerts", tenant_id: GUID } }],
    sms_receiver: [{ name: "sms", country_code: "1", phone_number: "4255550100" }],
    voice_receiver: [{ country_code: "49" }],
    azure_app_push_receiver: [{ email_address: "noc@fabrikam.example" }],
    arm_role_receiver: [{ role_id: GUID, use_common_alert_schema: true }],
    logic_app_receiver: [{ callback_url: "https://logic.example/x?sig=1", use_common_alert_schema: true }],
    azure_function_receiver: [{ function_name: "alert", use_common_alert_schema: true }],
    event_hub_receiver: [
      { event_hub_namespace: "ns-alerts", event_hub_name: "alerts", subscription_id: SUBSCRIPTION_ID },
    ],
    automation_runbook_receiver: [{ is_global_runbook: false, runbook_name: "stop" }],
    itsm_receiver: [
      {
        workspace_id: `${GUID}|${GUID}`,
        ticket_configuration: '{"PayloadRevision":0,"WorkItemType":"Incident"}',
      },
    ],
  });
});

test("azapi sends a webhook that Entra protects as ARM has it", () => {
  const stack = stackWithProviders();
  new ActionGroup(stack, "group", { ...minimal, webhooks: RECEIVERS.webhooks, provider: "azapi" });
  expect(onlyResource(stack, "azapi_resource")).toMatchObject({
    body: {
      properties: {
        webhookReceivers: [
          { name: "secure", useAadAuth: true, objectId: GUID, identifierUri: "api://alerts", tenantId: GUID },
        ],
      },
    },
  });
});

test.each(Object.entries(RECEIVERS))("receivers of the kind %s are enough", (kind, receivers) => {
  const construct = () => new ActionGroup(stackWithProviders(), "group", { ...minimal, [kind]: receivers });
  expect(construct).not.toThrow();
});

test.each(Object.entries(RECEIVERS))("more than 10 receivers of the kind %s are refused", (kind, [first]) => {
  const eleven = Array.from({ length: 11 }, (_, index) => ({ ...first, name: `r${index}` }));
  const construct = () => new ActionGroup(stackWithProviders(), "group", { ...minimal, [kind]: eleven });
  expect(construct).toThrow(`actionGroup.${kind} must have at most 10 receivers, got 11`);
});

const [webhook] = RECEIVERS.webhooks;
const [sms] = RECEIVERS.sms;
const [logicApp] = RECEIVERS.logicApps;
const [runbook] = RECEIVERS.runbooks;
const [itsm] = RECEIVERS.itsm;

test.each([
  [{ sms: [{ ...sms, countryCode: "+1" }] }, "actionGroup.sms[0].countryCode must be digits"],
  [{ voice: [{ ...sms, phoneNumber: "123" }] }, "actionGroup.voice[0].phoneNumber must be between 4 and 15"],
  [{ sms: RECEIVERS.sms, voice: RECEIVERS.sms }, "actionGroup.receivers must have unique names"],
  [{ roles: [{ name: "owners", roleId: "Owner" }] }, "actionGroup.roles[0].roleId must be a GUID"],
  [
    { appPush: [{ name: "push", email: "noc" }] },
    "actionGroup.appPush[0].email[0] must be one e-mail address",
  ],
  [
    { logicApps: [{ ...logicApp, resourceId: "logic" }] },
    "actionGroup.logicApps[0].resourceId must be the ARM resource id of a Microsoft.Logic/workflows",
  ],
  [
    { runbooks: [{ ...runbook, webhookId: "alert" }] },
    "actionGroup.runbooks[0].webhookId must be the ARM resource id of a webhook",
  ],
  [
    { itsm: [{ ...itsm, ticketConfiguration: "{" }] },
    "actionGroup.itsm[0].ticketConfiguration must be a JSON object with PayloadRevision and WorkItemType",
  ],
  [
    { itsm: [{ ...itsm, ticketConfiguration: '{"PayloadRevision":0}' }] },
    "actionGroup.itsm[0].ticketConfiguration must be a JSON object with PayloadRevision and WorkItemType",
  ],
  [
    { webhooks: [{ ...webhook, entraAuth: { objectId: "alerts" } }] },
    "actionGroup.webhooks[0].entraAuth.objectId must be a GUID",
  ],
])("what Azure would refuse is refused: %j", (props, message) => {
  const construct = () =>
    Reflect.construct(ActionGroup, [stackWithProviders(), "group", { ...minimal, ...props }]);
  expect(construct).toThrow(message);
});

test("a message does not show an address that may be secret", () => {
  const callbackUrl = "http://logic.example/x?sig=CANARY";
  const construct = () =>
    Reflect.construct(ActionGroup, [
      stackWithProviders(),
      "group",
      { ...minimal, logicApps: [{ ...logicApp, callbackUrl }] },
    ]);
  expect(construct).toThrow('callbackUrl must be an https address with a host, got "logic"');
  expect(construct).not.toThrow("CANARY");
});
