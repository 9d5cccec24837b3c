import { Construct } from "constructs";
import { MonitorActionGroup } from "#engine";
import type { Adoptable } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { checkGroup, type Group, groupId, groupName } from "./group.ts";

/** A webhook that the action group calls. */
export interface WebhookReceiver {
  /** The name of the receiver: unique in the action group, in any case of letters. */
  readonly name: string;
  /** The address that is called: it must begin with `https://`. A secret in it is stored in the Terraform state as it is. */
  readonly uri: string;
}

/** Settings of an `ActionGroup`. */
export interface ActionGroupProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The resource group that holds the action group: the construct, or the name of one that exists. */
  readonly resourceGroup: Group;
  /**
   * E-mail addresses that are notified: at most 1000, none twice, and different in letters or digits. At least one
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
    checks.text("name", name, {
      max: 260,
      pattern: /^[^*#&+:<>?@%/\\]*[^*#&+:<>?@%/\\. ]$/,
      form: "be a resource name",
    });
    checks.text("shortName", shortName, { max: 12 });
    checks.emails("emails", emails, 0, 1000);
    checks.require(webhooks.length <= 10, "webhooks", "have at most 10 receivers", webhooks.length);
    const receivers = emails.length + webhooks.length;
    checks.require(receivers > 0, "emails", "have an address where there are no webhooks", receivers);
    for (const [index, webhook] of webhooks.entries()) {
      checks.require(
        webhook.uri.startsWith("https://"),
        `webhooks[${index}].uri`,
        "be an https address",
        webhook.name,
      );
    }
    const names = new Set(webhooks.map((webhook) => webhook.name.toLowerCase()));
    checks.require(names.size === webhooks.length, "webhooks", "have no name twice", webhooks.length);
    const distinct = new Set(emails.map(receiverName)).size === emails.length;
    checks.require(distinct, "emails", "differ in letters or digits", emails.join(", "));
    checks.done(this);

    const resource = new MonitorActionGroup(this, "Resource", {
      name,
      resourceGroupName: groupName(props.resourceGroup),
      shortName,
      emailReceiver: emails.map((address) => ({
        name: receiverName(address),
        emailAddress: address,
        useCommonAlertSchema: true,
      })),
      ...(webhooks.length === 0
        ? {}
        : {
            webhookReceiver: webhooks.map((webhook) => ({
              name: webhook.name,
              serviceUri: webhook.uri,
              useCommonAlertSchema: true,
            })),
          }),
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
    });
    this.actionGroupId = resource.id;
    const parent = groupId(props.subscriptionId, props.resourceGroup);
    const armId = `${parent}/providers/Microsoft.Insights/actionGroups/${name}`;
    this.adoptables = [{ resource, listType: "Microsoft.Insights/actionGroups@2023-01-01", armId }];
  }
}

/** The address names its receiver, so adding or removing one leaves the others as they are. */
function receiverName(address: string): string {
  return address
    .toLowerCase()
    .replace("@", "-at-")
    .replace(/[^a-z0-9.-]+/g, "-");
}
