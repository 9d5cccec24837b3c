import fc from "fast-check";
import { expect, test } from "vitest";
import { App, AzurermProvider, TerraformStack } from "#engine";
import type { Adoptable } from "../../constructs/adoptable.ts";
import {
  ACTIVITY_LOG_CATEGORIES,
  ActionGroup,
  ActivityLogAlerts,
  ActivityLogExport,
  Budget,
  CostAnomalyAlert,
  DEFENDER_PLANS,
  DefenderPlans,
  ENTRA_LOG_CATEGORIES,
  EntraLogExport,
  EVENT_LEVELS,
  PolicyAssignments,
  ResourceHealthAlert,
  SERVICE_HEALTH_EVENTS,
  SecurityContact,
  ServiceHealthAlert,
  SubscriptionBaseline,
} from "../../constructs/index.ts";
import { AzapiProvider } from "../../src/engine/azapi.ts";
import { renderStack } from "../../src/engine/render.ts";
import { resolveTokens } from "../../src/engine/resolve.ts";
import { readStack, Unknown } from "../../src/evidence/index.ts";
import { resolveExpressions } from "../../src/evidence/references.ts";
import { SUBSCRIPTION_ID, temporaryFolder } from "../support/stack.ts";

/*
 * What a construct states is what the readers of evidence see of it, by azurerm and by azapi.
 */

/** azurerm has no dates of a cost anomaly alert: it writes its own at each apply. */
const NOT_OF_AZURERM = ["schedule.startDate", "schedule.endDate"];
/** Values that the readers add because Azure sets them. */
const DEFAULTS_OF_AZURE: Readonly<Record<string, unknown>> = {
  scope: `/subscriptions/${SUBSCRIPTION_ID}`,
};

const subscriptionId = SUBSCRIPTION_ID;
const GROUP = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ag`;
const WORKSPACE = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log-soc`;
const STORAGE = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs`;

const IDENTITY = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
const email = word.map((name) => `${name}@fabrikam.example`);
const emails = (minLength: number) =>
  fc.uniqueArray(email, { minLength, maxLength: 5, selector: (address) => address.toLowerCase() });
const tags = fc.dictionary(word, word, { maxKeys: 3 });
const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
const maybe = <Props extends Record<string, fc.Arbitrary<unknown>>>(props: Props) =>
  fc.record(props, { requiredKeys: [] });
const thresholds = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 });
const guid = fc.uuid();
const address = word.map((name) => `https://${name}.example/azure?sig=s`);
const inGroup = (type: string) =>
  word.map((name) => `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/${type}/${name}`);
/** Receivers of a kind, whose names begin with the kind: names are unique in an action group. */
const receivers = <Members extends Record<string, fc.Arbitrary<unknown>>>(
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
const phone = {
  countryCode: fc.constantFrom("1", "49"),
  phoneNumber: fc.constantFrom("4255550100", "891234"),
};
const OTHER_RECEIVERS = {
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
const filters = {
  levels: some(EVENT_LEVELS),
  statuses: some(["Active", "Resolved", "Succeeded"]),
};
const resourceFilters = {
  subStatuses: some(["Created", "Forbidden"]),
  resourceProviders: some(["Microsoft.Compute", "Microsoft.Sql"]),
  resourceTypes: some(["Microsoft.Compute/virtualMachines", "Microsoft.Sql/servers"]),
  resourceGroups: some(["rg-a", "rg-b", "rg-c"]),
  resourceIds: some([STORAGE, WORKSPACE]),
};
const budgetFilter = fc
  .record({
    dimensions: fc.dictionary(
      fc.constantFrom("ResourceGroupName" as const, "MeterCategory" as const),
      some(["a", "b"]),
    ),
    tags: fc.dictionary(word, some(["x", "y"]), { maxKeys: 2 }),
  })
  .filter(({ dimensions, tags: named }) => Object.keys(dimensions).length + Object.keys(named).length > 0);
const alert = maybe({ tags, location: fc.constantFrom("global", "westeurope" as const) }).map((props) => ({
  ...props,
  subscriptionId,
  resourceGroup: "rg",
  actionGroupIds: [GROUP],
}));
const destination = fc
  .subarray(["workspaceId", "storageAccountId"] as const, { minLength: 1 })
  .map((names) =>
    Object.fromEntries(names.map((name) => [name, name === "workspaceId" ? WORKSPACE : STORAGE])),
  );
const HUB = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/ns-soc/authorizationRules/send`;
const PARTNER = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Datadog/monitors/datadog`;
const otherDestination = fc.constantFrom(
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

const parameter = fc.oneof(word, fc.integer(), fc.boolean(), fc.array(word), fc.dictionary(word, word));
const ownAssignment = fc.record(
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

type Provider = { readonly provider: "azapi" | "azurerm" };
type Declare = (stack: TerraformStack, provider: Provider) => { readonly adoptables: readonly Adoptable[] };

/** Each construct with arbitrary props. */
const CONSTRUCTS: Readonly<Record<string, fc.Arbitrary<Declare>>> = {
  ActionGroup: fc
    .record({
      emails: emails(1),
      others: maybe(OTHER_RECEIVERS),
      props: maybe({ tags, name: word, shortName: word }),
    })
    .map(
      ({ emails: addresses, others, props }): Declare =>
        (stack, provider) =>
          new ActionGroup(stack, "construct", {
            ...provider,
            ...props,
            ...others,
            subscriptionId,
            resourceGroup: "rg",
            emails: addresses,
          }),
    ),
  ActivityLogAlerts: fc
    .record({
      alert,
      narrowed: maybe({ ...filters, ...resourceFilters, caller: email }),
      operations: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    })
    .map(
      ({ alert: props, narrowed, operations }): Declare =>
        (stack, provider) =>
          new ActivityLogAlerts(stack, "construct", {
            ...provider,
            ...props,
            ...narrowed,
            operations: operations.map((name) => `Microsoft.${name}/things/write`),
          }),
    ),
  ActivityLogExport: fc
    .record({
      destination: fc.oneof(destination, otherDestination),
      props: maybe({ name: word, categories: some(ACTIVITY_LOG_CATEGORIES) }),
    })
    .map(
      ({ destination: to, props }): Declare =>
        (stack, provider) =>
          new ActivityLogExport(stack, "construct", { ...provider, ...props, ...to, subscriptionId }),
    ),
  Budget: fc
    .record({
      amount: fc.integer({ min: 1, max: 1_000_000 }),
      emails: emails(1),
      props: maybe({
        actual: thresholds,
        forecasted: thresholds,
        name: word,
        actionGroupIds: fc.constant([GROUP]),
        startMonth: fc.constantFrom("2026-12", "2030-01"),
        contactRoles: some(["Owner", "Reader"]),
        timeGrain: fc.constantFrom("Monthly" as const, "Quarterly" as const, "BillingAnnual" as const),
        filter: budgetFilter,
      }),
    })
    .map(
      ({ amount, emails: addresses, props }): Declare =>
        (stack, provider) =>
          new Budget(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            amount,
            emails: addresses,
          }),
    ),
  CostAnomalyAlert: fc
    .record({
      emails: emails(1),
      props: maybe({ name: word, displayName: word, subject: word, message: word, notificationEmail: email }),
    })
    .map(
      ({ emails: addresses, props }): Declare =>
        (stack, provider) =>
          new CostAnomalyAlert(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            emails: addresses,
          }),
    ),
  DefenderPlans: fc
    .dictionary(
      fc.constantFrom(...DEFENDER_PLANS),
      fc.oneof(
        fc.constantFrom({ tier: "Free" as const }, { tier: "Standard" as const }),
        word.map((subplan) => ({ tier: "Standard" as const, subplan })),
        fc
          .dictionary(
            word,
            fc.oneof(fc.constant(true as const), fc.dictionary(word, word, { minKeys: 1, maxKeys: 2 })),
            {
              minKeys: 1,
              maxKeys: 3,
            },
          )
          .map((extensions) => ({ tier: "Standard" as const, extensions })),
      ),
      { minKeys: 1 },
    )
    .map(
      (plans): Declare =>
        (stack, provider) =>
          new DefenderPlans(stack, "construct", { ...provider, subscriptionId, plans }),
    ),
  EntraLogExport: fc
    .record({ destination, props: maybe({ name: word, categories: some(ENTRA_LOG_CATEGORIES) }) })
    .map(
      ({ destination: to, props }): Declare =>
        (stack, provider) =>
          new EntraLogExport(stack, "construct", { ...provider, ...props, ...to }),
    ),
  PolicyAssignments: fc
    .record({ builtIn: fc.boolean(), own: fc.array(ownAssignment, { minLength: 1, maxLength: 3 }) })
    .map(
      ({ builtIn, own }): Declare =>
        (stack, provider) =>
          new PolicyAssignments(stack, "construct", {
            ...provider,
            subscriptionId,
            builtIn,
            own: own.map((one, index) => ({ ...one, name: `own-${index}` })),
          }),
    ),
  ResourceHealthAlert: fc
    .record({
      alert,
      props: maybe({
        name: word,
        current: some(["Available", "Degraded", "Unavailable", "Unknown"] as const),
        previous: some(["Available", "Unknown"] as const),
        causes: some(["PlatformInitiated", "UserInitiated", "Unknown"] as const),
        ...filters,
        ...resourceFilters,
      }),
    })
    .map(
      ({ alert: shared, props }): Declare =>
        (stack, provider) =>
          new ResourceHealthAlert(stack, "construct", { ...provider, ...shared, ...props }),
    ),
  SecurityContact: fc
    .record({
      emails: emails(1),
      props: maybe({
        phone: fc.constant("+14255550100"),
        alertSeverity: fc.constantFrom("Low" as const, "Medium" as const, "High" as const),
        attackPathRisk: fc.constantFrom("Low" as const, "Critical" as const),
        notifyRoles: fc.subarray(["Owner", "Contributor"] as const),
      }),
    })
    .map(
      ({ emails: addresses, props }): Declare =>
        (stack, provider) =>
          new SecurityContact(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            emails: addresses,
          }),
    ),
  ServiceHealthAlert: fc
    .record({
      alert,
      props: maybe({
        name: word,
        events: some(SERVICE_HEALTH_EVENTS),
        regions: some(["West Europe", "Global", "North Europe"]),
        services: some(["Virtual Machines", "SQL Database"]),
        ...filters,
      }),
    })
    .map(
      ({ alert: shared, props }): Declare =>
        (stack, provider) =>
          new ServiceHealthAlert(stack, "construct", { ...provider, ...shared, ...props }),
    ),
  SubscriptionBaseline: fc
    .record({
      emails: emails(1),
      operations: emails(1),
      amount: fc.integer({ min: 1, max: 9999 }),
      tags,
      on: fc.boolean(),
    })
    .map(
      ({ amount, emails: addresses, on, operations, tags: named }): Declare =>
        (stack, provider) =>
          new SubscriptionBaseline(stack, "construct", {
            ...provider,
            subscriptionId,
            location: "westeurope",
            tags: named,
            contacts: {
              security: { emails: addresses },
              billing: { emails: addresses },
              operations: { emails: operations },
            },
            budget: { amount },
            policyAssignments: on,
            activityLogExport: on ? { workspaceId: WORKSPACE } : false,
            defenderPlans: on ? { KeyVaults: { tier: "Standard" } } : false,
            extraBudgets: on
              ? [{ name: "shop", amount, filter: { dimensions: { ResourceGroupName: ["rg-shop"] } } }]
              : [],
            serviceHealth: on
              ? { extra: [{ name: "europe", regions: ["West Europe"], levels: ["Critical"] }] }
              : {},
            resourceHealth: on
              ? { extra: [{ name: "sql", resourceTypes: ["Microsoft.Sql/servers"] }] }
              : true,
            activityLogAlerts: on
              ? {
                  extra: [
                    {
                      name: "failed",
                      operations: ["Microsoft.KeyVault/vaults/delete"],
                      statuses: ["Failed"],
                    },
                  ],
                }
              : true,
            ownPolicyAssignments: on
              ? [{ name: "tags", definitionId: "/providers/Microsoft.Authorization/policyDefinitions/tags" }]
              : [],
          }),
    ),
};

/** A construct's resources as declared, and as the evidence of its stack has them, by id. */
function seenBy(provider: Provider, declare: Declare) {
  const stack = new TerraformStack(new App({ outdir: temporaryFolder(), stackTraces: false }), "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId });
  new AzapiProvider(stack, "azapi", { subscriptionId });
  const { adoptables } = declare(stack, provider);
  const evidence = readStack(renderStack(stack).json);
  const unread = evidence.declared.flatMap((one) => one.unread);
  const resources = evidence.subscriptions.get(subscriptionId)?.resources ?? [];
  const ids = new Map(
    adoptables.map(({ armId, resource }) => [
      `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`,
      armId,
    ]),
  );
  /** Evaluates a declared value like Terraform. */
  const evaluated = (value: unknown) =>
    resolveExpressions(resolveTokens(stack, value), (reference) => ids.get(reference));
  return { adoptables, evaluated, unread, resources: new Map(resources.map((one) => [String(one.id), one])) };
}

/** Normalizes a value: without empty members, alternatives without order, expressions by their text. */
function plain(value: unknown, path = ""): unknown {
  if (value instanceof Unknown) return value.waitsFor ?? "unknown";
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, path));
    const ordered = /(^|\.)(to|anyOf|containsAny|and)$/.test(path)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
    return ordered.length === 0 ? undefined : ordered;
  }
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const members = Object.entries(value).flatMap(([key, item]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const member = plain(item, at);
    return member === undefined || DEFAULTS_OF_AZURE[at] === member ? [] : [[key, member] as const];
  });
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

function without(value: unknown, paths: readonly string[], path = ""): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return paths.includes(at) ? [] : [[key, without(item, paths, at)] as const];
    }),
  );
}

interface Compared {
  readonly identity?: unknown;
  readonly kind?: unknown;
  readonly location?: unknown;
  readonly tags?: unknown;
  readonly properties: unknown;
}

function compared({ identity, kind, location, properties, tags: named }: Compared, left: readonly string[]) {
  return {
    // A map by the ids of identities, whose values are empty.
    identity: JSON.stringify(identity),
    kind: plain(kind),
    location: plain(location),
    tags: plain(named),
    properties: without(plain(properties), left),
  };
}

test.each(Object.entries(CONSTRUCTS))(
  "%s: the evidence equals the declaration, by azurerm and by azapi",
  (name, construct) => {
    // All examples together take some time.
    const numRuns = name === "SubscriptionBaseline" ? 4 : 25;
    fc.assert(
      fc.property(construct, (declare) => {
        for (const provider of ["azurerm", "azapi"] as const) {
          const { adoptables, evaluated, resources, unread } = seenBy({ provider }, declare);
          expect(unread).toEqual([]);
          expect(adoptables.length).toBeGreaterThan(0);
          expect(resources.size).toBe(adoptables.length);
          for (const { armId, stated } of adoptables) {
            const found = resources.get(armId);
            if (stated === undefined || found === undefined) throw new Error(`${armId} is not seen`);
            expect(found.type).toBe(stated.type);
            const left = provider === "azurerm" ? NOT_OF_AZURERM : [];
            const declared = { ...stated, properties: evaluated(stated.properties) };
            expect(compared(found, left)).toEqual(compared(declared, left));
          }
        }
      }),
      { numRuns },
    );
  },
);
