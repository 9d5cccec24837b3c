import { code, fenced, prose } from "../../text/markdown.ts";
import { shellWord } from "../../text/shell-word.ts";
import { unreadOf } from "./facts.ts";
import type { MeasureName } from "./measure-names.ts";
import type { Incident } from "./report.ts";

/** The options with which the commands find the fleet and the folder. */
export interface RunbookPlace {
  readonly fleet: string | undefined;
  readonly folder: string;
}

const MACHINE = /\/providers\/microsoft\.compute\/virtualmachines\/[^/]+$/i;
const SCALE_SET = /\/providers\/microsoft\.compute\/virtualmachinescalesets\/[^/]+$/i;
/** The maximum number of prepared commands for one step. */
const MOST = 50;

/** Renders the steps in order, with the exact commands. None of them has been run. */
export function runbook(incident: Incident, place: RunbookPlace): string {
  const { subscription } = incident;
  const call = (measure: MeasureName, more = "", verb = "--do") =>
    [
      `csp-baseline partner incident ${shellWord(subscription.id)}`,
      ...(place.fleet === undefined ? [] : [`--fleet ${shellWord(place.fleet)}`]),
      `--folder ${shellWord(place.folder)}`,
      `${verb} ${measure}${more}`,
    ].join(" ");
  const steps: [title: string, text: string, commands: readonly string[]][] = [
    [
      "Call",
      "Call the contacts of `timeline.md` in their order, and send `customer-text.md` to the customer. Ask first whether what the alert names was planned: if so, resolve it as `legitimate` (step 9) and stop here.",
      [],
    ],
    [
      "Set the alert to investigating",
      "It stays open, and its age still counts.",
      incident.alerts
        .filter(({ status }) => status === "active")
        .map(({ id }) => `csp-baseline partner alerts investigate ${shellWord(id)}`),
    ],
    [
      "Cancel running deployments",
      "This stops the creation of further resources. It cannot be undone.",
      [call("cancel-deployments")],
    ],
    [
      "Stop the machines",
      `Deallocated machines cost no compute and keep their disks, which are evidence: do not delete them.${unreadMachines(incident)}`,
      machineCommands(incident),
    ],
    [
      "Recover the identities",
      "For every account that may be compromised, in its own tenant: end its sessions, then reset its password and its authentication methods. Remove credentials of applications that the timeline shows as added.",
      incident.accounts.slice(0, MOST).map((account) => {
        const url = `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(account)}/revokeSignInSessions`;
        return `az rest --method POST --url ${shellWord(url)}`;
      }),
    ],
    [
      "Remove role assignments",
      "It shows all assignments created since then, and removes those that you name; `--undo` creates them again. Do this before a lock or a suspension.",
      [
        call("remove-assignments"),
        ...incident.newRoleAssignments
          .slice(0, MOST)
          .map(({ id }) => call("remove-assignments", ` --only ${shellWord(id)}`)),
        call("remove-assignments", "", "--undo"),
      ],
    ],
    [
      "Lock the subscription",
      "Prevents the deletion of evidence. Machines keep running.",
      [call("lock"), call("lock", "", "--undo")],
    ],
    [
      "Suspend the subscription if it still causes costs",
      suspension(incident),
      [call("suspend"), call("suspend", "", "--undo")],
    ],
    [
      "Report the classification to Microsoft, and keep the record",
      "`fraud`, `legitimate`, or `ignore` for an old alert. Keep this folder: it contains the findings and the measures.",
      [call("resolve", " --reason fraud")],
    ],
    [
      "Afterwards",
      "Clean the compromised resources, and monitor the subscription: gather again with the same folder, which keeps the measures. Review the logs of the weeks before. Find the missing controls with `csp-baseline audit`.",
      [call("resolve").replace(" --do resolve", "")],
    ],
  ];
  const blocks = steps.flatMap(([title, text, commands], index) => [
    `## ${index + 1}. ${title}`,
    text,
    ...(commands.length === 0 ? [] : [fenced("sh", commands)]),
  ]);
  const head = [
    `# Runbook: incident in ${code(subscription.name)}`,
    `Prepared on ${code(incident.generatedAt)}. No command has been run. Each command of \`csp-baseline\` shows its changes, asks for the name of the subscription, and records the measure in \`timeline.json\` and \`timeline.md\`. Without a terminal give \`--confirm\` with the name.`,
  ];
  return `${[...head, ...blocks].join("\n\n")}\n`;
}

function suspension({ entitlements, subscription }: Incident): string {
  const own = entitlements.find(({ isAffected }) => isAffected);
  const others = entitlements.length - (own === undefined ? 0 : 1);
  const effect =
    "It cancels this one Azure subscription in Partner Center, with the reason `compromise`; the Azure plan and its other subscriptions stay. Everything in it stops, and ARM then refuses writes: do steps 3 to 7 before.";
  if (own === undefined)
    return `${effect} Partner Center did not show it: the command reads it again, and refuses if it is missing.`;
  return `${effect} Affected: ${code(own.name)} (${prose(own.status)}). Not affected: ${others} other${others === 1 ? "" : "s"} of ${subscription.customerName === null ? "the customer" : prose(subscription.customerName)}.`;
}

/** States which sources of {@link machineCommands} are missing: an empty list is not an all-clear. */
function unreadMachines(incident: Incident): string {
  const unread = unreadOf(incident, "alerts", "resources");
  if (unread.length === 0) return "";
  return ` Not read, or not completely: ${unread.join(", ")}. Look for other machines with \`az vm list\` and \`az vmss list\`.`;
}

function machineCommands({ alerts, newResources }: Incident): string[] {
  const all = [...new Set([...alerts.flatMap(({ resources }) => resources), ...newResources])];
  const machines = all.filter((id) => MACHINE.test(id)).slice(0, MOST);
  const sets = all.filter((id) => SCALE_SET.test(id)).slice(0, MOST);
  return [
    ...machines.map((id) => `az vm deallocate --no-wait --ids ${shellWord(id)}`),
    ...sets.map((id) => `az vmss deallocate --no-wait --ids ${shellWord(id)}`),
  ];
}
