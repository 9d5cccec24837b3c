import type { ControlText, Judgement } from "../../controls/index.ts";
import type { AccessControlId } from "../../fleet/index.ts";
import { listed, plain } from "../../text/wording.ts";
import type { Activity } from "../activity-log.ts";
import {
  type Delegation,
  isSame,
  missingGrants,
  READER_ROLE,
  type RoleName,
  type SeenDelegation,
} from "./delegation.ts";
import { type Assignment, foreignOwners } from "./role-assignments.ts";

/** Controls of the partner's access, if the fleet enables them. */
export type AccessControl = ControlText & { readonly id: AccessControlId };

const NOTHING = { required: false, satisfies: [], cannotSatisfy: [] };

export const standingAccess: AccessControl = {
  ...NOTHING,
  id: "standing-access",
  title: "People have no standing access by the delegation",
  severity: "high",
  why: "A role that people hold day and night is the attacker's too, from the first stolen session on. The pipeline needs its roles permanently; people activate theirs for some hours, with multifactor authentication.",
  judgedBy: [
    "Of the delegations to the partner's tenant, the permanent authorizations are those that `onboard` asks for: those of the deployer, of the reader, and Reader for any principal. Eligible authorizations need multifactor authentication.",
    "Who is a member of the deployer's group, Azure does not show to the audit.",
  ],
};

export const aoboOwner: AccessControl = {
  ...NOTHING,
  id: "aobo-owner",
  title: "The partner's Admin agents are not Owner any more",
  severity: "high",
  why: "Every subscription that is created through CSP has the partner's group Admin agents as Owner (admin on behalf of). When the delegation works, that is standing access of people to all customers, which no delegation needs.",
  judgedBy: [
    "No assignment of the role Owner at the subscription or above it is of a principal of type ForeignGroup. Azure does not say of which partner the group is.",
  ],
};

export const delegationAsAsked: AccessControl = {
  ...NOTHING,
  id: "delegation",
  title: "The delegation gives what the fleet asks for",
  severity: "high",
  why: "A customer may remove or replace a delegation at any time, and from then on deployments fail or nothing is seen at all.",
  judgedBy: [
    "Delegations to the partner's tenant give the deployer, the reader and the operators that the fleet names every role that `onboard` asks for. A longer activation than the fleet's, other approvers, or none, or no multifactor authentication count as missing.",
    "The date of a change comes from the activity log of the subscription (14 days). The date of a removal comes from the activity log of the partner's tenant (90 days), which requires Monitoring Reader at its root scope.",
  ],
};

/** In the order in which findings and pages show them. */
export const ACCESS_CONTROLS: readonly AccessControl[] = [standingAccess, aoboOwner, delegationAsAsked];

/** @param asked what `onboard` asks for; its principals are the pipeline, and people who may read */
export function judgeStandingAccess(
  asked: Delegation,
  seen: readonly SeenDelegation[],
  roleName: RoleName,
): Judgement {
  const standing = seen.flatMap(({ permanent }) =>
    permanent
      .filter(
        (grant) => grant.roleId !== READER_ROLE && !asked.permanent.some((other) => isSame(grant, other)),
      )
      .map((grant) => `${roleName(grant.roleId)} of ${plain(grant.principal, 60)}`),
  );
  const unprotected = seen.flatMap(({ eligible }) =>
    eligible
      .filter(({ multifactor }) => !multifactor)
      .map((grant) => `${roleName(grant.roleId)} of ${plain(grant.principal, 60)}`),
  );
  const [first] = seen;
  const resource = first === undefined ? {} : { resource: first.id };
  if (standing.length > 0) {
    return {
      status: "fail",
      message: `permanent, and not asked for by the fleet: ${listed(standing)}`,
      fix: "name the group as access.operators, and deploy the files of csp-baseline onboard again; other offers the customer removes",
      ...resource,
    };
  }
  if (unprotected.length > 0) {
    return {
      status: "fail",
      message: `activated without multifactor authentication: ${listed(unprotected)}`,
      fix: "deploy the files of csp-baseline onboard again",
      ...resource,
    };
  }
  return { status: "pass", message: "only the pipeline has a permanent role that can change resources" };
}

export function judgeAoboOwner(assignments: readonly Assignment[]): Judgement {
  const owners = foreignOwners(assignments);
  const [first] = owners;
  if (first === undefined) return { status: "pass", message: "no foreign group is Owner" };
  const shown = owners.map(({ createdOn, principalId }) => {
    const since = createdOn === undefined ? "" : ` since ${createdOn}`;
    return `${plain(principalId, 40)}${since}`;
  });
  return {
    status: "fail",
    message: `a foreign group is Owner (admin on behalf of): ${listed(shown)}`,
    fix: "have an Owner of the customer remove the assignment, once the delegation works: az role assignment delete --ids with this id",
    resource: first.id,
    path: "properties.principalType",
  };
}

/** @param change the last change of the delegation that the activity log has */
export function judgeDelegation(
  asked: Delegation,
  seen: readonly SeenDelegation[],
  roleName: RoleName,
  change?: Activity,
): Judgement {
  const fix = "deploy the files of csp-baseline onboard again, or change access in the fleet";
  if (seen.length === 0) {
    return { status: "fail", message: "the subscription is not delegated to the partner's tenant", fix };
  }
  const missing = missingGrants(asked, seen, roleName);
  if (missing.length === 0) {
    return { status: "pass", message: "the delegation gives what the fleet asks for" };
  }
  const when =
    change === undefined ? "" : `, changed on ${change.at.slice(0, 10)} by ${plain(change.caller, 80)}`;
  const [first] = seen;
  return {
    status: "fail",
    message: `the delegation does not give ${listed(missing.map((one) => plain(one, 120)))}${when}`,
    fix,
    ...(first === undefined ? {} : { resource: first.id }),
  };
}

/** Of a subscription that Azure does not show any more. */
export function judgeRemovedDelegation(removedOn: string | undefined, unread: string | undefined): Judgement {
  const unknownDay = unread === undefined ? "in the last 90 days no removal is on record" : unread;
  const when = removedOn === undefined ? `; when, is not known: ${unknownDay}` : ` on ${removedOn}`;
  return {
    status: "fail",
    message: `its delegation was removed, or the subscription deleted${when}`,
    fix: "have the customer delegate it again: csp-baseline onboard says what",
  };
}
