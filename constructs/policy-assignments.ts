import { Construct } from "constructs";
import { POLICY_ASSIGNMENT } from "../src/engine/arm/index.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { BUILT_IN_POLICIES, type BuiltInPolicy } from "./built-in-policies.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of `PolicyAssignments`. */
export interface PolicyAssignmentsProps extends DeclaredBy {
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
    checkProvider(checks, props.provider);
    checks.done(this);
    this.adoptables = BUILT_IN_POLICIES.map((policy) => this.#assign(props, policy));
  }

  /** The ARM ids of the assignments, as a reference. */
  get assignmentIds(): readonly string[] {
    return idsOf(this.adoptables);
  }

  #assign({ provider, subscriptionId }: PolicyAssignmentsProps, policy: BuiltInPolicy): Adoptable {
    const key = policy.id.slice(0, 8);
    const statement = {
      name: `csp-baseline-${key}`,
      parent: { subscriptionId },
      properties: {
        displayName: policy.name,
        policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${policy.id}`,
        enforcementMode: "Default",
        ...(policy.parameters === undefined ? {} : { parameters: parameterValues(policy.parameters) }),
      },
    } as const;
    return declare(this, key, POLICY_ASSIGNMENT, statement, provider);
  }
}

/** ARM's form of parameters. */
function parameterValues(parameters: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
}
