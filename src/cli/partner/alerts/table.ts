import type { Judgement } from "../../../controls/index.ts";
import type { FleetAlert } from "../../../partner/alerts.ts";
import { listed, plain } from "../../../text/wording.ts";
import type { Console } from "../../console.ts";

/** Two lines for each alert: its type and resource; and who is to be notified. */
export function showAlerts(alerts: readonly FleetAlert[], console: Console): void {
  for (const alert of alerts) {
    console.out(
      [
        stateOf(alert, console),
        severityOf(alert).padEnd(13),
        whereOf(alert),
        plain(alert.alertType, 60),
        ageText(alert),
        plain(alert.id, 80),
      ].join("  "),
    );
    console.out(`               ${titleOf(alert)}; ${mailOf(alert)}${callOf(alert)}`);
  }
}

/** Formats all data of one alert. */
export function showAlert(alert: FleetAlert, console: Console): void {
  const { affectedResources, resolvedBy, resolvedOn, resolvedReason } = alert;
  const lines: [string, string | undefined][] = [
    ["id", alert.id],
    ["title", alert.displayName],
    ["what", alert.description],
    ["type", alert.alertType],
    ["severity", alert.severity],
    ["status", `${alert.status}${alert.overdue ? ", overdue" : ""}${alert.isTest ? ", a test" : ""}`],
    ["detected", alert.detected],
    ["last seen", alert.lastObserved],
    [
      "resolved",
      resolvedReason === undefined ? undefined : `${resolvedReason}, ${resolvedOn} by ${resolvedBy}`,
    ],
    ["where", whereOf(alert)],
    ["mail", mailOf(alert)],
    ["reseller", resellerText(alert)],
    ...affectedResources.slice(0, 50).map(({ id }): [string, string] => ["resource", id]),
  ];
  for (const [name, value] of lines) {
    if (value !== undefined) console.out(`${name.padEnd(10)} ${plain(value, 500)}`);
  }
}

/** The control's judgement, without names of people. */
export function showJudgement({ fix, message, status }: Judgement, console: Console): void {
  const style = status === "pass" ? "green" : status === "fail" ? "red" : "yellow";
  console.err(`${console.style(style, status)} partner-alerts-answered: ${message}`);
  if (fix !== undefined) console.err(`  ${fix}`);
}

function stateOf(alert: FleetAlert, console: Console): string {
  const state = alert.isTest ? "test" : alert.overdue ? "overdue" : plain(alert.status, 13);
  const padded = state.padEnd(13);
  return alert.overdue ? console.style("red", padded) : padded;
}

/** Graph's own word for what it has no word for yet says too much. */
function severityOf({ severity }: FleetAlert): string {
  return severity === "unknownFutureValue" ? "unknown" : plain(severity, 13);
}

function whereOf({ customer, customerTenantId, subscriptionId, subscriptionName }: FleetAlert): string {
  if (subscriptionName !== undefined) return plain(`${customer}/${subscriptionName}`, 100);
  const id = plain(subscriptionId ?? "no subscription", 60);
  return `${plain(customer ?? `tenant ${customerTenantId ?? "unknown"}`, 60)}/${id} (not managed)`;
}

function ageText({ ageHours }: FleetAlert): string {
  return ageHours === undefined ? "no date" : `${ageHours} h`;
}

function titleOf({ displayName, description }: FleetAlert): string {
  return plain(displayName ?? description ?? "no title", 120);
}

function callOf(alert: FleetAlert): string {
  const reseller = resellerText(alert);
  return reseller === undefined ? "" : `; reseller to call: ${reseller}`;
}

function resellerText({ reseller, resellerTenantId }: FleetAlert): string | undefined {
  if (reseller === undefined)
    return resellerTenantId === undefined ? undefined : `tenant ${plain(resellerTenantId, 40)}`;
  const { emails, name } = reseller;
  return emails.length === 0
    ? plain(name, 80)
    : `${plain(name, 80)}, ${listed(emails.map((one) => plain(one, 100)))}`;
}

/** Fraud mails go to Admin agents who subscribed; neither contact receives them. */
function mailOf({ mail, managed }: FleetAlert): string {
  const contact = managed ? `; its security contact: ${listed(mail.map((one) => plain(one, 100)))}` : "";
  return `Microsoft mails Admin agents only${contact}`;
}
