import { Construct } from "constructs";
import { ACTION_GROUP } from "../src/engine/arm/index.ts";
import {
  type ActionGroupReceivers,
  checkReceivers,
  receiverNames,
  statedReceivers,
} from "./action-group-receivers.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { DEFAULTS } from "./defaults.ts";
import { checkGroup, type Group } from "./group.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of an `ActionGroup`. */
export interface ActionGroupProps extends ActionGroupReceivers, DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The resource group of the action group: the construct, or the name of an existing one. */
  readonly resourceGroup: Group;
  /**
   * E-mail addresses that are notified: at most 1000, no duplicates. At least one
   * address or other receiver is needed.
   *
   * @default - none
   */
  readonly emails?: readonly string[];
  /** The name of the action group: 1 to 260 characters, without `*#&+:<>?@%/\` and without a dot or space at the end. @default "ag-csp-baseline" */
  readonly name?: string;
  /** The short name, which e-mails show as the sender: 1 to 12 characters. @default "csp-baseline" */
  readonly shortName?: string;
  /** Tags of the action group: at most 50, each name up to 512 and each value up to 256 characters. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The action group that the alert rules of a subscription notify: its e-mail addresses and other receivers. All
 * receivers that support it get the common alert schema.
 *
 * Limits: https://learn.microsoft.com/azure/azure-monitor/service-limits#action-groups; azurerm 4.55.0 checks only the
 * short name's length.
 *
 * @example
 * const actionGroup = new ActionGroup(stack, "action-group", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   resourceGroup: "rg-csp-baseline",
 *   emails: ["noc@fabrikam.example"],
 *   webhooks: [{ name: "pager", uri: "https://pager.fabrikam.example/azure" }],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props, or when it has no receiver
 */
export class ActionGroup extends Construct {
  /** The action group's ARM id, as a reference: for alerts and budgets. */
  readonly actionGroupId: string;
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ActionGroupProps) {
    super(scope, id);
    requireProps(this, "actionGroup", props);
    const { emails = [], name = DEFAULTS.actionGroup, shortName = "csp-baseline" } = props;
    const checks = new Checks("actionGroup");
    checks.guid("subscriptionId", props.subscriptionId);
    checkGroup(checks, props.resourceGroup);
    checkProvider(checks, props.provider);
    checks.resourceName("name", name);
    checks.text("shortName", shortName, { max: 12 });
    checks.emails("emails", emails, 0, 1000);
    checkReceivers(checks, props);
    const emailNames = addressNames(emails);
    const names = [...emailNames, ...receiverNames(props)];
    checks.require(
      names.length > 0,
      "emails",
      "have at least one address if there are no other receivers",
      0,
    );
    const twice = names.filter((one, index) => names.indexOf(one) !== index);
    checks.require(twice.length === 0, "receivers", "have unique names", twice.join(", "));
    checks.done(this);

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
            useCommonAlertSchema: true,
          })),
          ...statedReceivers(props, props.subscriptionId),
        },
      },
      props.provider,
    );
    this.actionGroupId = idOf([declared]);
    this.adoptables = [declared];
  }
}

/** Names the receivers of the addresses. A name that is already taken gets a number. */
function addressNames(addresses: readonly string[]): string[] {
  const taken = new Set<string>();
  return addresses.map((address) => {
    const name = receiverName(String(address));
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
    taken.add(free);
    return free;
  });
}

/** Derives the receiver's name from its address, so that adding or removing an address does not rename the others. */
function receiverName(address: string): string {
  return address
    .toLowerCase()
    .replace("@", "-at-")
    .replace(/[^a-z0-9.-]+/g, "-");
}
