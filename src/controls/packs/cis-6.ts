import type { DefenderPlan } from "../../fleet/index.ts";
import { CIS } from "../tools.ts";
import type { Standard, StandardRule } from "./pack.ts";

/** The operations of 6.1.2.1 to 6.1.2.10, in the standard's order. */
const OPERATIONS = [
  "a policy assignment is created or changed",
  "a policy assignment is deleted",
  "a network security group is created or changed",
  "a network security group is deleted",
  "a security solution is created or changed",
  "a security solution is deleted",
  "a firewall rule of an SQL server is created or changed",
  "a firewall rule of an SQL server is deleted",
  "a public IP address is created or changed",
  "a public IP address is deleted",
];

const alerts = OPERATIONS.map((operation, index): StandardRule => {
  const title = `An activity log alert fires when ${operation}`;
  return { id: `6.1.2.${index + 1}`, title };
});

/** The recommendations on plans that the pack does not require, in the standard's order. */
const OPTIONAL_PLANS: readonly (readonly [id: string, title: string, plan: DefenderPlan])[] = [
  ["8.1.3.1", "servers", "VirtualMachines"],
  ["8.1.4.1", "containers", "Containers"],
  ["8.1.5.1", "storage", "StorageAccounts"],
  ["8.1.6.1", "App Service", "AppServices"],
  ["8.1.7.1", "Azure Cosmos DB", "CosmosDbs"],
  ["8.1.7.2", "open-source relational databases", "OpenSourceRelationalDatabases"],
  ["8.1.7.3", "Azure SQL databases", "SqlServers"],
  ["8.1.7.4", "SQL servers on machines", "SqlServerVirtualMachines"],
  ["8.1.8.1", "Key Vault", "KeyVaults"],
  ["8.1.9.1", "Resource Manager", "Arm"],
];

function optionalPlan([id, title, plan]: (typeof OPTIONAL_PLANS)[number]): StandardRule {
  const how = `defenderPlans: { ${plan}: { tier: Standard } }`;
  return {
    id,
    title: `The Defender plan for ${title} is on`,
    notJudged: `the pack does not require it, because the plan costs money; with \`${how}\` defender-plans judges it`,
  };
}

const [servers, ...otherPlans] = OPTIONAL_PLANS.map(optionalPlan);

const ENTRA_EXPORT =
  "it is a setting of the customer's tenant, not of a subscription; for access of the model customer-app";

/** The numbers are those of version 6.0.0 of the benchmark. */
export const cis6: Standard = {
  name: "cis-6",
  title: "CIS Microsoft Azure Foundations Benchmark 6.0",
  about:
    "The benchmark's recommendations on the subscription itself: its activity log, alerts, security contact and Defender plans. Use other tools for those on single resources.",
  tool: CIS,
  url: "https://www.cisecurity.org/benchmark/azure",
  rules: [
    {
      id: "5.7",
      title: "A subscription has two or three owners",
      cannot:
        "role assignments belong to the customer and are not part of a baseline; a custom control can judge them",
    },
    {
      id: "6.1.1.1",
      title: "A diagnostic setting of the subscription exports the activity log",
    },
    {
      id: "6.1.1.2",
      title: "The diagnostic setting has the required categories",
    },
    {
      id: "6.1.1.7",
      title: "A diagnostic setting of Entra exports the activity logs of Microsoft Graph",
      notJudged: `${ENTRA_EXPORT}, \`tenantBaseline.entraLogExport\` declares it with the category MicrosoftGraphActivityLogs`,
    },
    {
      id: "6.1.1.8",
      title: "A diagnostic setting of Entra exports the activity logs of Entra",
      notJudged: `${ENTRA_EXPORT}, \`tenantBaseline.entraLogExport\` declares it, and entra-log-export judges it in the tenant's stack`,
    },
    {
      id: "6.1.1.9",
      title: "The logs of Intune are exported",
      cannot: "Intune belongs to the customer's tenant, and no construct declares its diagnostic settings",
    },
    ...alerts,
    {
      id: "6.1.2.11",
      title: "An activity log alert covers Service Health events",
    },
    {
      id: "6.2",
      title: "Mission-critical resources have a resource lock",
      cannot: "only the owner knows which resources are critical; a custom control can judge locks",
    },
    {
      id: "8.1.1.1",
      title: "The Defender plan for cloud security posture (CSPM) is on",
    },
    { id: "8.1.2.1", title: "The Defender plan for APIs is on" },
    ...(servers === undefined ? [] : [servers]),
    {
      id: "8.1.3.2",
      title: "Machines are assessed for vulnerabilities",
      cannot: "no construct declares this component of the plan for servers; a custom control can judge it",
    },
    {
      id: "8.1.3.3",
      title: "Endpoint protection is on for machines",
      cannot: "no construct declares this component of the plan for servers; a custom control can judge it",
    },
    {
      id: "8.1.3.4",
      title: "Machines are scanned without an agent",
      notJudged:
        "the pack does not require it, because the plan costs money; defender-plans judges the extension AgentlessVmScanning where the fleet names it for VirtualMachines",
    },
    {
      id: "8.1.3.5",
      title: "The integrity of files on machines is monitored",
      cannot: "it needs a workspace and rules of the customer, which the benchmark checks by hand",
    },
    ...otherPlans.slice(0, 2),
    {
      id: "8.1.5.2",
      title: "People watch the alerts on storage accounts",
      cannot:
        "the benchmark checks by hand who watches them; the security contact receives them by mail (security-contact)",
    },
    ...otherPlans.slice(2),
    {
      id: "8.1.10",
      title: "Defender for Cloud checks machines for updates of their operating systems",
      cannot: "it is a setting of single machines; use other tools",
    },
    {
      id: "8.1.11",
      title: "No policy of the Microsoft cloud security benchmark is disabled",
      cannot:
        "Defender for Cloud assigns these policies, and the baseline does not change them; a custom control can judge the assignment's parameters",
    },
    {
      id: "8.1.12",
      title: "Owners of the subscription are notified of security alerts",
    },
    {
      id: "8.1.13",
      title: "The security contact has an e-mail address",
    },
    {
      id: "8.1.14",
      title: "Alerts of an appropriate severity are mailed",
    },
    {
      id: "8.1.15",
      title: "Attack paths from a minimum risk level are mailed",
    },
    {
      id: "8.1.16",
      title: "Defender monitors the external attack surface (EASM)",
      cannot: "EASM is a resource that the customer buys and configures, which the benchmark checks by hand",
    },
  ],
};
