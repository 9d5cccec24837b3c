import { Construct } from "constructs";
import { ACTION_GROUP } from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, hasToken, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkGroup, type Group } from "./group.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** A webhook that the action group calls. */
export interface WebhookReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The address that is called: it must begin with `https://`. A secret in it is stored in the Terraform state as it is. */
  readonly uri: string;
}

/** Settings of an `ActionGroup`. */
export interface ActionGroupProps extends DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The resource group that holds the action group: the construct, or the name of one that exists. */
  readonly resourceGroup: Group;
  /**
   * E-mail addresses that are notified: at most 1000, none twice. At least one
   * address or webhook is needed.
   *
   * @default - none
   */
  readonly emails?: readonly string[];
  /** Webhooks that are called with the common alert schema: at most 10. @default - none */
  readonly webhooks?: readonly WebhookReceiver[];
  /** The name of the action group: 1 to 260 characters, without `*#&+:<>?@%/\` and without a dot or space at the end. @default "ag-csp-baseline" */
  readonly name?: string;
  /** The short name, which e-mails show as the sender: 1 to 12 characters. @default "csp-baseline" */
  readonly shortName?: string;
  /** Tags of the action group: at most 50, each name up to 512 and each value up to 256 characters. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The action group that the alert rules of a subscription notify: its e-mail addresses and webhooks.
 *
 * Limits: https://learn.microsoft.com/azure/azure-monitor/service-limits#action-groups; azurerm 4.55.0 checks
 * only the short name's length.
 *
 * @example
 * const actionGroup = new ActionGroup(stack, "action-group", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   resourceGroup: "rg-csp-baseline",
 *   emails: ["noc@fabrikam.example"],
 *   webhooks: [{ name: "pager", uri: "https://pager.fabrikam.example/azure" }],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props, or when it has neither an address nor a webhook
 */
export class ActionGroup extends Construct {
  /** The action group's ARM id, as a reference: for alerts and budgets. */
  readonly actionGroupId: string;
  /** The declared resources that can exist already, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ActionGroupProps) {
    super(scope, id);
    requireProps(this, "actionGroup", props);
    const { emails = [], name = "ag-csp-baseline", shortName = "csp-baseline", webhooks = [] } = props;
    const checks = new Checks("actionGroup");
    checks.guid("subscriptionId", props.subscriptionId);
    checkGroup(checks, props.resourceGroup);
    checkProvider(checks, props.provider);
    checks.resourceName("name", name);
    checks.text("shortName", shortName, { max: 12 });
    checks.emails("emails", emails, 0, 1000);
    checks.require(webhooks.length <= 10, "webhooks", "have at most 10 receivers", webhooks.length);
    const receivers = emails.length + webhooks.length;
    checks.require(receivers > 0, "emails", "have an address where there are no webhooks", receivers);
    const emailNames = receiverNames(emails);
    for (const [index, { name: receiver, uri }] of webhooks.entries()) {
      checks.text(`webhooks[${index}].name`, receiver, { max: 260 });
      checks.require(
        isHttpsAddress(uri),
        `webhooks[${index}].uri`,
        "be an https address with a host",
        receiver,
      );
    }
    const names = [...emailNames, ...webhooks.map(({ name: receiver }) => String(receiver).toLowerCase())];
    const areUnique = new Set(names).size === names.length;
    checks.require(
      areUnique,
      "webhooks",
      "have no name twice, nor one of an address's receiver",
      names.join(", "),
    );
    checks.done(this);

    const receiver = { useCommonAlertSchema: true };
    const declared = declare(
      this,
      "Resource",
      ACTION_GROUP,
      {
        name,
        parent: { subscriptionId: props.subscriptionId, group: props.resourceGroup },
        location: "global",
        ...(props.tags === undefined ? {} : { tags: props.tags }),
        properties: {
          groupShortName: shortName,
          enabled: true,
          emailReceivers: emails.map((emailAddress, index) => ({
            name: emailNames[index] ?? receiverName(emailAddress),
            emailAddress,
            ...receiver,
          })),
          ...(webhooks.length === 0
            ? {}
            : {
                webhookReceivers: webhooks.map((webhook) => ({
                  name: webhook.name,
                  serviceUri: webhook.uri,
                  ...receiver,
                })),
              }),
        },
      },
      props.provider,
    );
    this.actionGroupId = idOf([declared]);
    this.adoptables = [declared];
  }
}

/** The names of the addresses' receivers. One that another address has already gets a number. */
function receiverNames(addresses: readonly string[]): string[] {
  const taken = new Set<string>();
  return addresses.map((address) => {
    const name = receiverName(String(address));
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
    taken.add(free);
    return free;
  });
}

function isHttpsAddress(uri: string): boolean {
  if (typeof uri !== "string") return false;
  if (hasToken(uri)) return true;
  if (!URL.canParse(uri)) return false;
  const { hostname, protocol } = new URL(uri);
  return protocol === "https:" && hostname !== "";
}

/** The address names its receiver, so adding or removing one leaves the others as they are. */
function receiverName(address: string): string {
  return address
    .toLowerCase()
    .replace("@", "-at-")
    .replace(/[^a-z0-9.-]+/g, "-");
}
