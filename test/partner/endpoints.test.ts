import { expect, test } from "vitest";
import { EndpointError } from "../../src/azure/endpoints.ts";
import { partnerEndpointsOf } from "../../src/partner/endpoints.ts";

test("endpoints are the public cloud's unless the environment says otherwise", () => {
  expect(partnerEndpointsOf({})).toMatchObject({
    authority: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    graphAudience: "https://graph.microsoft.com",
    graphVersion: "beta",
    partnerCenter: "https://api.partnercenter.microsoft.com",
  });
  expect(
    partnerEndpointsOf({
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
  "%j is refused",
  (env) => {
    expect(() => partnerEndpointsOf(env)).toThrow(EndpointError);
  },
);
