import { type Service, serviceOf } from "../../azure/client.ts";
import { credentialFor } from "../../azure/credential.ts";
import { endpointsOf } from "../../azure/endpoints.ts";
import type { Fleet } from "../../fleet/index.ts";
import { type ConnectPartnerOptions, connectPartnerCenter, connectPartnerGraph } from "../connect.ts";
import type { Graph } from "../graph/graph.ts";
import type { Subject } from "./subject.ts";

/** The services of an investigation. Each connects on first use and fails independently. */
export interface Connections {
  /** With the access model of the subscription. */
  arm(subject: Subject): Promise<Service>;
  graph(tenantId: string): Promise<Graph>;
  partnerCenter(): Promise<Service>;
}

/** @throws {EndpointError} when the environment names an address without TLS */
export function connections(fleet: Fleet, options: ConnectPartnerOptions): Connections {
  const { env } = options;
  const endpoints = options.endpoints ?? endpointsOf(env);
  return {
    arm: async ({ subscription }) => {
      const customer = subscription?.customer;
      const access = customer?.access ?? { model: "lighthouse" };
      const isOwnTenant = access.model === "customer-app" && customer !== undefined;
      const tenantId = isOwnTenant ? customer.tenantId : fleet.partner.tenantId;
      const clientId = access.model === "customer-app" ? access.clientId : undefined;
      const identity = { tenantId, ...(clientId === undefined ? {} : { clientId }) };
      const credential = options.credential ?? (await credentialFor(identity, endpoints, env));
      return serviceOf("arm", { ...options, tenantId, credential, endpoints });
    },
    graph: (tenantId) => connectPartnerGraph({ ...options, tenantId, endpoints }),
    partnerCenter: () => connectPartnerCenter({ ...options, endpoints }),
  };
}
