import type { Construct, Node } from "constructs";
import { TerraformElement, TerraformStack } from "#engine";
import { SubscriptionBaseline } from "../constructs/index.ts";
import type { Fleet, Subscription } from "../src/fleet/index.ts";
import { subscriptionState } from "../src/fleet/state-key.ts";
import { Adoption } from "./adoption.ts";
import { backendOf } from "./backend.ts";
import { baselineProps } from "./baseline-props.ts";
import { LeftPlans } from "./left-plans.ts";
import { Move } from "./move.ts";
import { requiredTerraform, subscriptionProviders } from "./providers.ts";

/** Settings of a `SubscriptionStack`. */
export interface SubscriptionStackProps {
  readonly fleet: Fleet;
  readonly subscription: Subscription;
}

/**
 * The Terraform configuration of one subscription: providers, state, the baseline without excepted controls, and the
 * adoption of existing resources. Its id is the subscription's GUID.
 *
 * Addresses are fixed: a changed one would destroy and create its resource in every subscription. Constructs that a
 * subclass or other code adds get the addresses of the engine.
 */
export class SubscriptionStack extends TerraformStack {
  readonly baseline: SubscriptionBaseline;

  constructor(scope: Construct, props: SubscriptionStackProps) {
    const { fleet, subscription } = props;
    super(scope, subscription.id);
    this.addOverride("terraform.required_version", requiredTerraform(subscription.customer.provider));
    backendOf(this, fleet, subscriptionState(subscription));
    subscriptionProviders(this, fleet, subscription);
    this.baseline = new SubscriptionBaseline(this, "baseline", baselineProps(subscription));
    new Adoption(this, "adoption", {
      subscriptionId: subscription.id,
      adoptables: this.baseline.adoptables,
    });
    const { movedFrom, name } = subscription.customer.provider;
    const { adoptables } = this.baseline;
    if (name === "azapi") new LeftPlans(this, "left-plans", adoptables);
    if (movedFrom !== undefined) new Move(this, "move", { from: movedFrom, adoptables });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = element instanceof TerraformElement ? element.node : element;
    const [root, ...path] = node.path.slice(this.node.path.length + 1).split("/");
    if (root !== "baseline" && root !== "adoption") return super.allocateLogicalId(element);
    const parts = path.filter((part) => part !== "Resource");
    return parts.join("_").replaceAll("-", "_").toLowerCase();
  }
}
