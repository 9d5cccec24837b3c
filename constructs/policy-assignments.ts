import { Construct } from "constructs";
import { type ArmIdentity, type JsonValue, POLICY_ASSIGNMENT } from "../src/engine/arm/index.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { checkTexts } from "./alert-filters.ts";
import { BUILT_IN_POLICIES, type BuiltInPolicy } from "./built-in-policies.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of `PolicyAssignments`. */
export interface PolicyAssignmentsProps extends DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** Whether Azure's built-in audit policies for the contact and the alerts are assigned. @default true */
  readonly builtIn?: boolean;
  /**
   * Assignments of other policies: at most 100. The deploying identity needs the right to assign each.
   *
   * @default - none
   */
  readonly own?: readonly OwnPolicyAssignment[];
}

/** An assignment of any policy or initiative to the subscription. */
export interface OwnPolicyAssignment {
  /** The name of the assignment: 1 to 64 characters, without `<>*%&:\\?+/` and without a period or space at the end. */
  readonly name: string;
  /** ARM id of the policy definition, or of the policy set definition: at most 2048 characters. */
  readonly definitionId: string;
  /** The name that the portal shows: 1 to 128 characters. @default - the name of the assignment */
  readonly displayName?: string;
  /** The description: 1 to 512 characters. @default - none */
  readonly description?: string;
  /** Values of the definition's parameters, by their names: at most 100. @default - the definition's own */
  readonly parameters?: Readonly<Record<string, JsonValue>>;
  /** Whether effects such as deny are enforced. The policy is evaluated in both cases. @default true */
  readonly enforce?: boolean;
  /** ARM ids of excluded scopes: 1 to 400. @default - none */
  readonly notScopes?: readonly string[];
  /** The message for a resource that is not compliant: 1 to 2048 characters. @default - Azure's own */
  readonly nonComplianceMessage?: string;
  /**
   * The managed identity of policies with the effects deployIfNotExists and modify: `system`, or the ARM id of a
   * user-assigned one. Set `location` with it. The construct does not assign the roles that the identity needs.
   *
   * @default - none
   */
  readonly identity?: string;
  /** The Azure region of the identity, such as `westeurope`: 1 to 90 characters. @default - none */
  readonly location?: string;
}

/**
 * Assigns Azure's own audit policies for security contact and activity log alerts, so that the customer's
 * portal shows a gap too, and policies of your own. The audit policies change nothing. The deploying identity needs Security Admin, which it has for the
 * security contact, or Resource Policy Contributor; Contributor is not enough.
 *
 * Source: azurerm 4.55.0 `azurerm_subscription_policy_assignment`; the definitions: {@link BUILT_IN_POLICIES}.
 *
 * @example
 * new PolicyAssignments(stack, "policy", { subscriptionId: "00000000-0000-0000-0000-000000000001" });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class PolicyAssignments extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: PolicyAssignmentsProps) {
    super(scope, id);
    requireProps(this, "policyAssignments", props);
    const checks = new Checks("policyAssignments");
    checks.guid("subscriptionId", props.subscriptionId);
    checkProvider(checks, props.provider);
    checkOwn(checks, props);
    checks.done(this);
    const { builtIn = true, own = [] } = props;
    this.adoptables = [
      ...(builtIn ? BUILT_IN_POLICIES.map((policy) => this.#assign(props, policy)) : []),
      ...own.map((assignment) => this.#assignOwn(props, assignment)),
    ];
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

  #assignOwn({ provider, subscriptionId }: PolicyAssignmentsProps, own: OwnPolicyAssignment): Adoptable {
    const { description, displayName = own.name, enforce = true, identity, location, name } = own;
    const { definitionId, nonComplianceMessage, notScopes, parameters } = own;
    const statement = {
      name,
      parent: { subscriptionId },
      ...(location === undefined ? {} : { location }),
      ...(identity === undefined ? {} : { identity: statedIdentity(identity) }),
      properties: {
        displayName,
        ...(description === undefined ? {} : { description }),
        policyDefinitionId: definitionId,
        enforcementMode: enforce ? "Default" : "DoNotEnforce",
        ...(notScopes === undefined ? {} : { notScopes }),
        ...(nonComplianceMessage === undefined
          ? {}
          : { nonComplianceMessages: [{ message: nonComplianceMessage }] }),
        ...(parameters === undefined ? {} : { parameters: parameterValues(parameters) }),
      },
    } as const;
    return declare(this, ownSlug(name), POLICY_ASSIGNMENT, statement, provider);
  }
}

function checkOwn(checks: Checks, { builtIn = true, own = [] }: PolicyAssignmentsProps): void {
  const { length } = own;
  checks.require(length <= 100, "own", "have at most 100 assignments", length);
  checks.require(builtIn || length > 0, "own", "have an assignment where builtIn is false", length);
  const names = own.map(({ name }) => String(name).toLowerCase());
  checks.require(new Set(names).size === length, "own", "have unique names", names.join(", "));
  for (const [index, assignment] of own.entries()) {
    const { definitionId, description, displayName, identity, location, name, notScopes } = assignment;
    const at = `own[${index}]`;
    checks.text(`${at}.name`, name, {
      max: 64,
      pattern: /^[^<>*%&:\\?+/]*[^<>*%&:\\?+/. ]$/,
      form: "be a name without <>*%&:\\?+/ and without a period or space at the end",
    });
    const form = "be the ARM resource id of a policy definition or policy set definition";
    checks.text(`${at}.definitionId`, definitionId, { max: 2048, pattern: DEFINITION, form });
    if (displayName !== undefined) checks.text(`${at}.displayName`, displayName, { max: 128 });
    if (description !== undefined) checks.text(`${at}.description`, description, { max: 512 });
    if (notScopes !== undefined) checkTexts(checks, `${at}.notScopes`, notScopes, 400);
    const { nonComplianceMessage, parameters = {} } = assignment;
    if (nonComplianceMessage !== undefined)
      checks.text(`${at}.nonComplianceMessage`, nonComplianceMessage, { max: 2048 });
    const count = Object.keys(parameters).length;
    checks.require(count <= 100, `${at}.parameters`, "have at most 100 parameters", count);
    if (location !== undefined) checks.text(`${at}.location`, location, { max: 90 });
    if (identity === undefined) continue;
    checks.require(location !== undefined, `${at}.location`, "be set where there is an identity", location);
    if (identity !== SYSTEM)
      checks.armId(`${at}.identity`, identity, "Microsoft.ManagedIdentity/userAssignedIdentities");
  }
}

const SYSTEM = "system";
const DEFINITION =
  /^(?:\/subscriptions\/[^/]+|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+)?\/providers\/Microsoft\.Authorization\/policy(?:Set)?Definitions\/[^/]+$/i;

function statedIdentity(identity: string): ArmIdentity {
  return identity === SYSTEM
    ? { type: "SystemAssigned" }
    : { type: "UserAssigned", userAssignedIdentities: { [identity]: {} } };
}

/** `Deny public IP` as `own-deny-public-ip`. */
function ownSlug(name: string): string {
  return `own-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}

/** Returns the parameters in the form of ARM. */
function parameterValues(parameters: Readonly<Record<string, JsonValue>>) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
}
