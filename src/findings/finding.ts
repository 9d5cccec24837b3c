import type { Control, Judgement } from "../controls/index.ts";
import { packReferences } from "../controls/packs/demands.ts";
import type { Baseline, FleetException, Position, Subscription } from "../fleet/index.ts";
import type { Finding, FindingException } from "./shape.ts";

/**
 * Converts a judgement of a subscription to a finding. A valid exception turns it into `excepted`; an expired one is
 * shown beside the judgement. The location is that of the judged value in the customer's file, if the customer or the
 * subscription sets it, or else the subscription's own entry. (A value that the partner sets for all would give the
 * same line in thousands of findings.)
 */
export function findingOf(subscription: Subscription, control: Control, judgement: Judgement): Finding {
  const exception = subscription.exceptions.find((candidate) => candidate.control === control.id);
  const base = {
    control: control.id,
    severity: control.severity,
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    customer: subscription.customer.key,
    references: referencesOf(control, subscription.baseline),
  };
  // Most findings pass and need no location; finding the line reads the file again.
  if (exception !== undefined && !exception.expired) {
    return {
      ...base,
      status: "excepted",
      message: `excepted until ${exception.expires}: ${exception.reason}`,
      get location() {
        return exception.position();
      },
      exception: shown(exception),
    };
  }
  const { fix, message, parameter, path, resource, status } = judgement;
  return {
    ...base,
    status,
    message,
    get location() {
      return locate(subscription, parameter);
    },
    ...(fix === undefined ? {} : { fix }),
    ...(resource === undefined ? {} : { resource }),
    ...(path === undefined ? {} : { path }),
    ...(exception === undefined ? {} : { exception: shown(exception) }),
  };
}

function locate(subscription: Subscription, parameter: readonly string[] | undefined): Position {
  const entry = subscription.position();
  const value = parameter === undefined ? entry : subscription.locate(parameter);
  return value.file === entry.file ? value : entry;
}

type References = Finding["references"];
const references = new WeakMap<Control, WeakMap<Baseline["packs"], References>>();

/**
 * Returns the same list for every finding of a control under the same policy packs: the rules that it satisfies, and
 * the requirements of the packs.
 */
function referencesOf(control: Control, baseline: Baseline): References {
  const ofControl = references.get(control) ?? new WeakMap<Baseline["packs"], References>();
  references.set(control, ofControl);
  const known = ofControl.get(baseline.packs) ?? listReferences(control, baseline);
  ofControl.set(baseline.packs, known);
  return known;
}

function listReferences({ id: control, satisfies }: Control, baseline: Baseline): References {
  const own = satisfies.map(({ tool, id }) => ({ tool, id }));
  const more = packReferences(control, baseline).filter(
    ({ id, tool }) => !own.some((one) => one.tool === tool && one.id === id),
  );
  return [...own, ...more];
}

function shown({ approvedBy, expires, reason }: FleetException): FindingException {
  return { reason, approvedBy, expires };
}
