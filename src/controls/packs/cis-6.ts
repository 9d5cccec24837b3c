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
    {
      id: "8.1, the rest",
      title: "Other Defender plans and settings",
      notJudged:
        "their numbers are not mapped yet; plans that defenderPlans names are judged by defender-plans",
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
  ],
};
