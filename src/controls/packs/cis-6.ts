import { CIS } from "../tools.ts";
import type { Standard, StandardRule } from "./pack.ts";

/** What an alert of 6.1.2.1 to 6.1.2.10 is about, in the standard's order. */
const OPERATIONS = [
  "a policy assignment is made or changed",
  "a policy assignment is deleted",
  "a network security group is made or changed",
  "a network security group is deleted",
  "a security solution is made or changed",
  "a security solution is deleted",
  "a firewall rule of an SQL server is made or changed",
  "a firewall rule of an SQL server is deleted",
  "a public IP address is made or changed",
  "a public IP address is deleted",
];

const alerts = OPERATIONS.map((operation, index): StandardRule => {
  const title = `An activity log alert tells when ${operation}`;
  return { id: `6.1.2.${index + 1}`, title };
});

/** Numbers as in version 6.0.0 of the benchmark. */
export const cis6: Standard = {
  name: "cis-6",
  title: "CIS Microsoft Azure Foundations Benchmark 6.0",
  about:
    "The benchmark's recommendations on a subscription as such: its activity log, alerts, security contact and Defender plans. Those on single resources are other tools' work.",
  tool: CIS,
  url: "https://www.cisecurity.org/benchmark/azure",
  rules: [
    {
      id: "5.7",
      title: "A subscription has two or three owners",
      cannot:
        "role assignments are the customer's, and no part of a baseline; a control of your own can judge them",
    },
    {
      id: "6.1.1.1",
      title: "A diagnostic setting of the subscription exports the activity log",
    },
    {
      id: "6.1.1.2",
      title: "The diagnostic setting has the categories that matter",
    },
    ...alerts,
    {
      id: "6.1.2.11",
      title: "An activity log alert tells of Service Health events",
    },
    {
      id: "6.2",
      title: "What is critical to the mission has a resource lock",
      cannot: "which resources are critical only their owner knows; a control of your own can judge locks",
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
      title: "Attack paths from a risk level on are mailed",
    },
  ],
};
