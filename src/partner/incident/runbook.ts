import { code, fenced, prose } from "../../text/markdown.ts";
import { shellWord } from "../../text/shell-word.ts";
import { unreadOf } from "./facts.ts";
import type { MeasureName } from "./measure-names.ts";
import type { Incident } from "./report.ts";

/** How the commands find the fleet and the folder, as the verb was called. */
export interface RunbookPlace {
  readonly fleet: string | undefined;
  readonly folder: string;
}

const MACHINE = /\/providers\/microsoft\.compute\/virtualmachines\/[^/]+$/i;
const SCALE_SET = /\/providers\/microsoft\.compute\/virtualmachinescalesets\/[^/]+$/i;
/** More commands than these are not prepared for one step. */
const MOST = 50;

/** What to do, in order, with the exact commands. Nothing in it has been run. */
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
      "It stays open, and its clock runs on.",
      incident.alerts
        .filter(({ status }) => status === "active")
        .map(({ id }) => `csp-baseline partner alerts investigate ${shellWord(id)}`),
    ],
    [
      "Cancel running deployments",
      "So that nothing more is made. It cannot be undone.",
      [call("cancel-deployments")],
    ],
    [
      "Stop the machines",
      `Deallocated machines cost no compute and keep their disks, which are evidence: do not delete them.${unreadMachines(incident)}`,
      machineCommands(incident),
    ],
    [
      "Win back the identities",
      "For every account that you cannot vouch for, in its own tenant: end its sessions, then reset its password and its authentication methods. Remove credentials of applications that the timeline shows as added.",
      incident.accounts.slice(0, MOST).map((account) => {
        const url = `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(account)}/revokeSignInSessions`;
        return `az rest --method POST --url ${shellWord(url)}`;
      }),
    ],
    [
      "Remove role assignments",
      "It shows all that were made since, and removes those that you name; `--undo` makes them again. It has to come before a lock or a suspension.",
      [
        call("remove-assignments"),
        ...incident.newRoleAssignments
          .slice(0, MOST)
          .map(({ id }) => call("remove-assignments", ` --only ${shellWord(id)}`)),
        call("remove-assignments", "", "--undo"),
      ],
    ],
    [
      "Lock what is left",
      "Keeps evidence from being deleted. Machines run on.",
      [call("lock"), call("lock", "", "--undo")],
    ],
    [
      "Suspend the subscription, if cost still runs",
      suspension(incident),
      [call("suspend"), call("suspend", "", "--undo")],
    ],
    [
      "Tell Microsoft what it was, and keep the record",
      "`fraud`, `legitimate`, or `ignore` for an old alert. Keep this folder: it holds what was found and what was done.",
      [call("resolve", " --reason fraud")],
    ],
    [
      "Afterwards",
      "Clean what was compromised, and watch the subscription: gather again with the same folder, which keeps what was done. Go through the logs of the weeks before. Read what would have stopped it: `csp-baseline audit`.",
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
    `Prepared on ${code(incident.generatedAt)}. Nothing here has been run. Each command of \`csp-baseline\` shows what it will change, asks for the name of the subscription, and writes what it did into \`timeline.json\` and \`timeline.md\`. Without a terminal give \`--confirm\` with the name.`,
  ];
  return `${[...head, ...blocks].join("\n\n")}\n`;
}

function suspension({ entitlements, subscription }: Incident): string {
  const own = entitlements.find(({ isAffected }) => isAffected);
  const others = entitlements.length - (own === undefined ? 0 : 1);
  const effect =
    "It cancels this one Azure subscription in Partner Center, with the reason `compromise`; the Azure plan and its other subscriptions stay. Everything in it stops, and ARM then refuses writes: do steps 3 to 7 before.";
  if (own === undefined)
    return `${effect} Partner Center did not show it: the verb looks again, and refuses when it is not there.`;
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
