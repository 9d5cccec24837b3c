import { Construct } from "constructs";
import { SubscriptionPolicyAssignment } from "#engine";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { BUILT_IN_POLICIES, type BuiltInPolicy } from "./built-in-policies.ts";
import { Checks, requireProps } from "./checks.ts";

/** Settings of `PolicyAssignments`. */
export interface PolicyAssignmentsProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
}

/**
 * Assigns Azure's own audit policies for security contact and activity log alerts, so that the customer's
 * portal shows a gap too. They change nothing. The deploying identity needs Security Admin, which it has for the
 * security contact, or Resource Policy Contributor; Contributor is not enough.
 *
 * Source: azurerm 4.55.0 `azurerm_subscription_policy_assignment`; the definitions: {@link BUILT_IN_POLICIES}.
 *
 * @example
 * new PolicyAssignments(stack, "policy", { subscriptionId: "00000000-0000-0000-0000-000000000001" });
 *
 * @throws {InvalidPropsError} when the subscription's id is not a GUID
 */
export class PolicyAssignments extends Construct {
  /** The declared resources that can exist already, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: PolicyAssignmentsProps) {
    super(scope, id);
    requireProps(this, "policyAssignments", props);
    const checks = new Checks("policyAssignments");
    checks.guid("subscriptionId", props.subscriptionId);
    checks.done(this);
    const subscription = `/subscriptions/${props.subscriptionId}`;
    this.adoptables = BUILT_IN_POLICIES.map((policy) => this.#assign(subscription, policy));
  }

  /** The ARM ids of the assignments, as a reference. */
  get assignmentIds(): readonly string[] {
    return idsOf(this.adoptables);
  }

  #assign(subscription: string, policy: BuiltInPolicy): Adoptable {
    const key = policy.id.slice(0, 8);
    const name = `csp-baseline-${key}`;
    const resource = new SubscriptionPolicyAssignment(this, key, {
      name,
      displayName: policy.name,
      subscriptionId: subscription,
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${policy.id}`,
      ...(policy.parameters === undefined ? {} : { parameters: parameterValues(policy.parameters) }),
    });
    return {
      resource,
      listType: "Microsoft.Authorization/policyAssignments@2022-06-01",
      armId: `${subscription}/providers/Microsoft.Authorization/policyAssignments/${name}`,
    };
  }
}

/** The JSON text that azurerm takes parameters as. */
function parameterValues(parameters: Readonly<Record<string, string>>): string {
  const values = Object.entries(parameters).map(([name, value]) => [name, { value }]);
  return JSON.stringify(Object.fromEntries(values));
}
