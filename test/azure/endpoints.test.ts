import { expect, test } from "vitest";
import { EndpointError, endpointsOf } from "../../src/azure/endpoints.ts";

test("defaults to the public cloud and requires TLS for every address", () => {
  expect(endpointsOf({})).toEqual({
    arm: "https://management.azure.com",
    armAudience: "https://management.azure.com",
    authority: undefined,
    graph: "https://graph.microsoft.com",
    graphAudience: "https://graph.microsoft.com",
    graphVersion: "beta",
    partnerCenter: "https://api.partnercenter.microsoft.com",
    partnerCenterAudience: "https://api.partnercenter.microsoft.com",
  });
  const other = endpointsOf({
    ARM_RESOURCE_MANAGER_ENDPOINT: "https://arm.example/",
    CSP_BASELINE_ARM_AUDIENCE: "https://management.core.example/",
    ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: "https://login.example/",
  });
  expect(other).toMatchObject({
    arm: "https://arm.example",
    armAudience: "https://management.core.example",
    authority: "https://login.example",
  });
  for (const address of ["http://arm.example", "arm.example", "file:///etc"]) {
    expect(() => endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: address })).toThrow(EndpointError);
  }
});

test("the environment sets another Graph, its version and another Entra", () => {
  expect(
    endpointsOf({
      CSP_BASELINE_GRAPH_ENDPOINT: "https://graph.example/",
      CSP_BASELINE_GRAPH_VERSION: "v1.0",
      AZURE_AUTHORITY_HOST: "https://login.example/",
    }),
  ).toMatchObject({
    authority: "https://login.example",
    graph: "https://graph.example",
    graphAudience: "https://graph.example",
    graphVersion: "v1.0",
  });
});

test.each([{ CSP_BASELINE_GRAPH_ENDPOINT: "http://graph.example" }, { CSP_BASELINE_GRAPH_VERSION: "v2" }])(
  "rejects %j",
  (env) => {
    expect(() => endpointsOf(env)).toThrow(EndpointError);
  },
);
