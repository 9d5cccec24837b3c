import fc from "fast-check";
import { EVENT_LEVELS } from "../../constructs/index.ts";
import { SUBSCRIPTION_ID } from "../support/stack.ts";

export const subscriptionId = SUBSCRIPTION_ID;
export const GROUP = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ag`;
export const WORKSPACE = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log-soc`;
export const STORAGE = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs`;

export const IDENTITY = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;

export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
export const email = word.map((name) => `${name}@fabrikam.example`);
export const emails = (minLength: number) =>
  fc.uniqueArray(email, { minLength, maxLength: 5, selector: (address) => address.toLowerCase() });
export const tags = fc.dictionary(word, word, { maxKeys: 3 });
export const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
export const maybe = <Props extends Record<string, fc.Arbitrary<unknown>>>(props: Props) =>
  fc.record(props, { requiredKeys: [] });
export const thresholds = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 });
export const guid = fc.uuid();
export const address = word.map((name) => `https://${name}.example/azure?sig=s`);
export const inGroup = (type: string) =>
  word.map((name) => `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/${type}/${name}`);
/** Receivers of a kind, whose names begin with the kind: names are unique in an action group. */
export const receivers = <Members extends Record<string, fc.Arbitrary<unknown>>>(
  kind: string,
  members: Members,
  optional: readonly (keyof Members)[] = [],
) =>
  fc
    .array(
      fc.record(members, { requiredKeys: Object.keys(members).filter((name) => !optional.includes(name)) }),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => all.map((one, index) => ({ name: `${kind}-${index}`, ...one })));
export const phone = {
  countryCode: fc.constantFrom("1", "49"),
  phoneNumber: fc.constantFrom("4255550100", "891234"),
};
export const OTHER_RECEIVERS = {
  webhooks: receivers(
    "webhook",
    {
      uri: address,
      entraAuth: fc.record(
        { objectId: guid, identifierUri: word.map((name) => `api://${name}`), tenantId: guid },
        { requiredKeys: ["objectId"] },
      ),
    },
    ["entraAuth"],
  ),
  sms: receivers("sms", phone),
  voice: receivers("voice", phone),
  appPush: receivers("push", { email }),
  roles: receivers("role", { roleId: guid }),
  logicApps: receivers("logic", { resourceId: inGroup("Microsoft.Logic/workflows"), callbackUrl: address }),
  functions: receivers("function", {
    functionAppId: inGroup("Microsoft.Web/sites"),
    functionName: word,
    triggerUrl: address,
  }),
  eventHubs: receivers(
    "hub",
    { namespace: word.map((name) => `ns-${name}-01`), eventHub: word, subscriptionId: guid, tenantId: guid },
    ["subscriptionId", "tenantId"],
  ),
  runbooks: receivers(
    "runbook",
    {
      automationAccountId: inGroup("Microsoft.Automation/automationAccounts"),
      runbookName: word,
      webhookId: inGroup("Microsoft.Automation/automationAccounts").map((id) => `${id}/webhooks/alert`),
      serviceUri: address,
      isGlobal: fc.boolean(),
    },
    ["isGlobal"],
  ),
  itsm: receivers("itsm", {
    workspaceId: fc.tuple(guid, guid).map((both) => both.join("|")),
    connectionId: guid,
    ticketConfiguration: word.map((name) => JSON.stringify({ PayloadRevision: 0, WorkItemType: name })),
    region: fc.constant("westeurope"),
  }),
};
export const filters = {
  levels: some(EVENT_LEVELS),
  statuses: some(["Active", "Resolved", "Succeeded"]),
};
export const resourceFilters = {
  subStatuses: some(["Created", "Forbidden"]),
  resourceProviders: some(["Microsoft.Compute", "Microsoft.Sql"]),
  resourceTypes: some(["Microsoft.Compute/virtualMachines", "Microsoft.Sql/servers"]),
  resourceGroups: some(["rg-a", "rg-b", "rg-c"]),
  resourceIds: some([STORAGE, WORKSPACE]),
};
export const budgetFilter = fc
  .record({
    dimensions: fc.dictionary(
      fc.constantFrom("ResourceGroupName" as const, "MeterCategory" as const),
      some(["a", "b"]),
    ),
    tags: fc.dictionary(word, some(["x", "y"]), { maxKeys: 2 }),
  })
  .filter(({ dimensions, tags: named }) => Object.keys(dimensions).length + Object.keys(named).length > 0);
export const alert = maybe({ tags, location: fc.constantFrom("global", "westeurope" as const) }).map(
  (props) => ({
    ...props,
    subscriptionId,
    resourceGroup: "rg",
    actionGroupIds: [GROUP],
  }),
);
export const destination = fc
  .subarray(["workspaceId", "storageAccountId"] as const, { minLength: 1 })
  .map((names) =>
    Object.fromEntries(names.map((name) => [name, name === "workspaceId" ? WORKSPACE : STORAGE])),
  );
export const HUB = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/ns-soc/authorizationRules/send`;
export const PARTNER = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Datadog/monitors/datadog`;
export const otherDestination = fc.constantFrom(
  { eventHubAuthorizationRuleId: HUB },
  { eventHubAuthorizationRuleId: HUB, eventHubName: "activity" },
  { marketplacePartnerId: PARTNER },
  {
    workspaceId: WORKSPACE,
    storageAccountId: STORAGE,
    eventHubAuthorizationRuleId: HUB,
    marketplacePartnerId: PARTNER,
  },
);

export const parameter = fc.oneof(
  word,
  fc.integer(),
  fc.boolean(),
  fc.array(word),
  fc.dictionary(word, word),
);
export const ownAssignment = fc.record(
  {
    definitionId: guid.map((id) => `/providers/Microsoft.Authorization/policyDefinitions/${id}`),
    displayName: word,
    description: word,
    enforce: fc.boolean(),
    notScopes: fc.constant([GROUP]),
    nonComplianceMessage: word,
    identity: fc.constantFrom("system", IDENTITY),
    location: fc.constant("westeurope"),
    parameters: fc.dictionary(word, parameter, { minKeys: 1, maxKeys: 3 }),
  },
  { requiredKeys: ["definitionId", "location"] },
);
