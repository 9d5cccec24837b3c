import { attested, HALF_YEAR, QUARTER, YEAR } from "./partner-control.ts";

/** Devices of the partner's people, and the monitoring of their accounts. */
export const DEVICES_AND_MONITORING = [
  attested({
    id: "managed-workstations",
    title: "Partner Center and customers' tenants open only on managed, healthy workstations",
    severity: "high",
    why: "A stolen session comes from an unmanaged machine.",
    howTo: [
      "See that Conditional Access asks for a compliant device.",
      "See that these devices have a security baseline and are watched.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "privileged-workstations",
    title: "It is decided who works on customers only from a dedicated workstation",
    severity: "medium",
    why: "Privileged work is as safe as the least safe program on the same machine.",
    howTo: [
      "List the users with privileged access to customers.",
      "Note for each whether a workstation of its own, real or virtual, is required, and why not.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "secure-application-model",
    title: "Programs that use Partner Center's API follow the secure application model",
    severity: "high",
    why: "A password or a token in a program's settings is worth as much as the administrator's.",
    howTo: [
      "List the programs, bought ones too.",
      "See that each keeps its refresh token in a vault, and needs multifactor consent.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "control-panel-audit-logs",
    title: "Control panels log every activity of every user and partner agent",
    severity: "medium",
    why: "Without it, actions of an agent on behalf of a customer are not recorded.",
    howTo: [
      "See in each control panel that signing in and all actions are logged.",
      "If there is none, attest that, with evidence.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "audit-log-retention",
    title: "Audit and sign-in logs are on, detailed, and kept for as long as it takes to notice",
    severity: "high",
    why: "Entra ID itself keeps them for 30 days at most, and less without a license.",
    howTo: [
      "See that logs are on wherever delegated administrators act, with all detail that there is.",
      "See for how long they are kept, and that an export keeps them beyond that where it is not enough.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "admin-recovery-details",
    title: "Recovery addresses and phone numbers of all Global admins are right",
    severity: "high",
    why: "A person who can reset the password of a Global admin can become one.",
    howTo: ["Look through the authentication methods of each Global admin.", "Correct what is out of date."],
    validDays: QUARTER,
  }),
  attested({
    id: "delegated-admin-log-review",
    title: "The actions of delegated administrators are reviewed",
    severity: "medium",
    why: "Abuse of delegated rights looks like normal work; only a review shows it.",
    howTo: [
      "Look through the audit logs of delegated administrators' accounts.",
      "Investigate actions without an explanation.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "risky-users-review",
    title: "Risky users are investigated and remediated",
    severity: "high",
    why: "Entra ID often detects a leaked password first.",
    howTo: [
      "Open Entra ID Protection > Risky users.",
      "Remediate or dismiss each, as Microsoft's guidance says.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "azure-ad-graph-migration",
    title: "The partner's applications no longer use Azure AD Graph",
    severity: "low",
    why: "It is retired: programs that use it stop working, those that watch tenants too.",
    howTo: ["List the applications that have permissions for it.", "Move them to Microsoft Graph."],
    validDays: YEAR,
  }),
];
