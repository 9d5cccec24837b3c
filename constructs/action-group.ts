import { Construct } from "constructs";
import { MonitorActionGroup } from "#engine";
import type { Adoptable } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { checkGroup, type Group, groupId, groupName } from "./group.ts";

export interface WebhookReceiver {
  /** Names the receiver; unique in the action group. */
  readonly name: string;
  /** An https address. It may hold a secret, and lands in the Terraform state as it is. */
  readonly uri: string;
}

export interface ActionGroupProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The resource group that holds it: the construct, or the name of one that exists. */
  readonly resourceGroup: Group;
  /** Addresses that are mailed: at most 1000. At least one address or webhook is needed. @default none */
  readonly emails?: readonly string[];
  /** Webhooks that are called, with the common alert schema: at most 10. @default none */
  readonly webhooks?: readonly WebhookReceiver[];
  /** @default "ag-csp-baseline" */
  readonly name?: string;
  /** Shown as the sender in mails: 1 to 12 characters. @default "csp-baseline" */
  readonly shortName?: string;
  /** @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Whom alerts tell: the receivers shared by all alert rules of a subscription.
 *
 * Limits: https://learn.microsoft.com/azure/azure-monitor/service-limits#action-groups; azurerm 4.55.0 checks
 * only the short name's length.
 *
 * @throws {InvalidPropsError} when Azure would refuse the props, or when nobody would be told
 */
export class ActionGroup extends Construct {
  /** The action group's ARM id, as a reference: for alerts and budgets. */
  readonly actionGroupId: string;
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
