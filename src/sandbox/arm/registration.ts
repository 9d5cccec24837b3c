import type { Reply } from "../http.ts";
import { RESOURCE_TYPES } from "../types/index.ts";
import type { SubscriptionContext } from "./context.ts";
import { ArmError, methodNotAllowed } from "./error.ts";
import { listReply } from "./paging.ts";
import type { RegistrationState, SubscriptionStore } from "./store.ts";

/** Registered in every subscription; cannot be unregistered. */
const ALWAYS = ["microsoft.authorization", "microsoft.resources"];

const NAMESPACES = [...new Set([...RESOURCE_TYPES.values()].map(({ type }) => namespaceOf(type)))].concat(
  "Microsoft.PolicyInsights",
  "Microsoft.ResourceGraph",
);

/**
 * Answers for the resource providers of a subscription. Unlike in Azure, the baseline's providers are registered in new
 * subscriptions; `POST …/unregister` removes a registration. A registration is complete at once.
 */
export function providerRegistration(
  context: SubscriptionContext,
  namespace: string | undefined,
  verb: string | undefined,
): Reply {
  const { content, request } = context;
  if (namespace === undefined) {
    if (request.method !== "GET") throw methodNotAllowed(request.method, "The list of resource providers");
    return listReply(
      request,
      NAMESPACES.map((known) => body(content, known)),
      NAMESPACES.length,
    );
  }
  const known =
    NAMESPACES.find((candidate) => candidate.toLowerCase() === namespace.toLowerCase()) ?? namespace;
  if (!/^[a-z]+(\.[a-z]+)+$/i.test(known)) {
    throw new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  }
  if (request.method !== (verb === undefined ? "GET" : "POST")) {
    throw methodNotAllowed(request.method, "A resource provider's registration");
  }
  if (verb !== undefined && !ALWAYS.includes(known.toLowerCase())) {
    content.register(known, verb === "register" ? "Registered" : "NotRegistered");
  }
  return { status: 200, body: body(content, known) };
}

/** @throws {ArmError} 409 when the namespace of a type is not registered in the subscription */
export function requireRegistration({ content, subscription }: SubscriptionContext, type: string): void {
  const namespace = namespaceOf(type);
  if (state(content, namespace) === "Registered") return;
  const message = `The subscription '${subscription.id}' is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  throw new ArmError(409, "MissingSubscriptionRegistration", message);
}

function state(content: SubscriptionStore, namespace: string): RegistrationState {
  return content.registration(namespace) ?? (NAMESPACES.includes(namespace) ? "Registered" : "NotRegistered");
}

function body(content: SubscriptionStore, namespace: string) {
  return {
    id: `/subscriptions/${content.subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: state(content, namespace),
    registrationPolicy: ALWAYS.includes(namespace.toLowerCase())
      ? "RegistrationFree"
      : "RegistrationRequired",
    resourceTypes: [],
  };
}

function namespaceOf(type: string): string {
  return type.slice(0, type.indexOf("/"));
}
