import type { DefenderPlan } from "../../fleet/index.ts";
import { PSRULE } from "../tools.ts";
import type { Standard, StandardRule } from "./pack.ts";

const ROLES =
  "role assignments belong to the customer and are not part of a baseline; a custom control can judge them";

/** PSRule's rules, each with the plan that it requires. */
const PLANS: readonly (readonly [id: string, rule: string, plan: DefenderPlan, subplan?: string])[] = [
  ["AZR-000290", "Azure.Defender.Containers", "Containers"],
  ["AZR-000293", "Azure.Defender.Servers", "VirtualMachines", "P2"],
  ["AZR-000294", "Azure.Defender.SQL", "SqlServers"],
  ["AZR-000295", "Azure.Defender.AppServices", "AppServices"],
  ["AZR-000296", "Azure.Defender.Storage", "StorageAccounts"],
  ["AZR-000297", "Azure.Defender.SQLOnVM", "SqlServerVirtualMachines"],
  ["AZR-000352", "Azure.Defender.KeyVault", "KeyVaults"],
  ["AZR-000353", "Azure.Defender.Dns", "Dns"],
  ["AZR-000354", "Azure.Defender.Arm", "Arm"],
  ["AZR-000372", "Azure.Defender.Cspm", "CloudPosture"],
  ["AZR-000377", "Azure.Defender.Api", "Api"],
];

/** https://azure.github.io/PSRule.Rules.Azure/en/rules/ */
export const psrule: Standard = {
  name: "psrule",
  title: "PSRule for Azure, rules of a subscription",
  about:
    "The rules of PSRule.Rules.Azure whose target is a subscription or its Defender settings. There is none on budgets.",
  tool: PSRULE,
  url: "https://azure.github.io/PSRule.Rules.Azure/en/rules/",
  rules: [
    {
      id: "AZR-000209",
      title: "Azure.Defender.SecurityContact: the security contact has an address",
    },
    {
      id: "AZR-000211",
      title: "Azure.Monitor.ServiceHealth: an enabled Service Health alert",
    },
    ...PLANS.map(([id, rule, name, subplan]): StandardRule => {
      const wanted = subplan === undefined ? "Standard" : `Standard, ${subplan}`;
      return { id, title: `${rule}: the plan ${name} is ${wanted}` };
    }),
    {
      id: "Azure.Defender.OssRdb, Azure.Defender.CosmosDb",
      title: "The plans of open-source databases and Cosmos DB",
      notJudged:
        "their conditions are not mapped yet; plans that defenderPlans names are judged by defender-plans",
    },
    {
      id: "AZR-000383",
      title: "Azure.Defender.Storage.MalwareScan: storage is scanned on upload",
      cannot: "the baseline's Defender plans have a tier and a subplan, and no extensions",
    },
    {
      id: "AZR-000385",
      title: "Azure.Defender.Storage.DataScan: sensitive data is detected",
      cannot: "the baseline's Defender plans have a tier and a subplan, and no extensions",
    },
    {
      id: "AZR-000210",
      title: "Azure.DefenderCloud.Provisioning: agents are provisioned automatically",
      cannot: "the baseline has no auto-provisioning, and azurerm 5.0 dropped its resource",
    },
    {
      id: "AZR-000489",
      title: "Azure.DefenderCloud.ActiveAlerts: no alert of high or medium severity is open",
      cannot: "people answer alerts, a baseline cannot declare it",
    },
    { id: "AZR-000203", title: "Azure.RBAC.UseGroups: few users have roles of their own", cannot: ROLES },
    { id: "AZR-000204", title: "Azure.RBAC.LimitOwner: at most three owners", cannot: ROLES },
    { id: "AZR-000205", title: "Azure.RBAC.LimitMGDelegation: few roles from above", cannot: ROLES },
    { id: "AZR-000206", title: "Azure.RBAC.CoAdministrator: no classic administrators", cannot: ROLES },
    { id: "AZR-000208", title: "Azure.RBAC.PIM: privileged access is managed", cannot: ROLES },
    {
      id: "AZR-000479",
      title: "Azure.Subscription.RequiredTags: the subscription has the required tags",
      cannot: "it evaluates the alias that creates a subscription; a fleet lists existing subscriptions",
    },
  ],
};
