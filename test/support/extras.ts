const ID = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-soc/providers";
export const GUID = "11111111-2222-3333-4444-555555555555";

/** A baseline with everything beside the required parts: each kind of receiver, alert, budget, export, plan and assignment. */
export const EXTRAS = `contacts:
  operations:
    webhooks:
      - { name: itsm, uri: "https://hooks.fabrikam.example/azure", entraAuth: { objectId: ${GUID}, tenantId: ${GUID} } }
    sms: [{ name: on-call-sms, countryCode: "1", phoneNumber: "4255550100" }]
    voice: [{ name: on-call, countryCode: "1", phoneNumber: "4255550100" }]
    appPush: [{ name: push, email: noc@fabrikam.example }]
    roles: [{ name: owners, roleId: 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 }]
    logicApps: [{ name: logic, resourceId: ${ID}/Microsoft.Logic/workflows/alert, callbackUrl: "https://logic.fabrikam.example/a" }]
    functions: [{ name: function, functionAppId: ${ID}/Microsoft.Web/sites/alert, functionName: alert, triggerUrl: "https://fn.fabrikam.example/a" }]
    eventHubs: [{ name: hub, namespace: ns-alerts, eventHub: alerts }]
    runbooks:
      - name: runbook
        automationAccountId: ${ID}/Microsoft.Automation/automationAccounts/automation
        runbookName: stop
        webhookId: ${ID}/Microsoft.Automation/automationAccounts/automation/webhooks/alert
        serviceUri: https://automation.fabrikam.example/a
    itsm: [{ name: tickets, workspaceId: "${GUID}|${GUID}", connectionId: ${GUID}, ticketConfiguration: '{"PayloadRevision":0,"WorkItemType":"Incident"}', region: westeurope }]
budget: { contactRoles: [Owner] }
extraBudgets:
  - { name: shop, amount: 200, timeGrain: Annually, filter: { dimensions: { ResourceGroupName: [rg-shop] } } }
serviceHealth: { extra: [{ name: europe, regions: [West Europe], levels: [Critical, Error] }] }
resourceHealth: { extra: [{ name: sql, resourceTypes: [Microsoft.Sql/servers/databases], causes: [UserInitiated] }] }
activityLogAlerts: { extra: [{ name: denied, operations: [Microsoft.KeyVault/vaults/delete], statuses: [Failed] }] }
activityLogExport:
  eventHubAuthorizationRuleId: ${ID}/Microsoft.EventHub/namespaces/ns-soc/authorizationRules/send
  eventHubName: activity
  marketplacePartnerId: ${ID}/Microsoft.Datadog/monitors/datadog
defenderPlans: { VirtualMachines: { tier: Standard, extensions: { AgentlessVmScanning: true } } }
ownPolicyAssignments:
  - name: allowed-locations
    definitionId: /providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c
    parameters: { listOfAllowedLocations: [westeurope] }
    identity: system
    location: westeurope`;
