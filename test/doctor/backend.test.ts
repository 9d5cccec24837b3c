import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { endpointsOf } from "../../src/azure/endpoints.ts";
import { checkBackend } from "../../src/doctor/backend.ts";
import { fleetOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { type Given, netOf } from "./answers.ts";

const AZURERM =
  "{ type: azurerm, resourceGroupName: rg-state, storageAccountName: stfabrikam, containerName: tfstate }";
const CLOUD = "{ type: cloud, organization: fabrikam, hostname: tfe.fabri-kam.example }";

function check(
  backend: string,
  answers: (url: string) => Given,
  env: NodeJS.ProcessEnv = { HOME: "/nowhere" },
) {
  const net = netOf(answers);
  const fleet = fleetOf({ partner: PARTNER.replace("{ type: local }", backend) });
  const { credential } = net;
  const outdir = join(temporaryFolder(), "cdktf.out");
  return {
    net,
    result: checkBackend({ fleet, endpoints: endpointsOf({}), net, env, credential, outdir }),
  };
}

const METADATA = { body: { suffixes: { storage: "core.windows.net" } } };
const storage = (given: Given) => (url: string) => (url.includes("/metadata/endpoints") ? METADATA : given);

describe("in a storage account", () => {
  test("it is read as Terraform reads it", async () => {
    const { net, result } = check(AZURERM, storage({}));
    expect(await result).toMatchObject({ status: "ok" });
    expect(net.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://management.azure.com/metadata/endpoints?api-version=2022-09-01",
      "GET https://stfabrikam.blob.core.windows.net/tfstate?restype=container&comp=list&maxresults=1",
    ]);
  });

  test.each([
    [404, "ContainerNotFound", "fail", "az storage container create"],
    [403, "AuthorizationPermissionMismatch", "fail", "Storage Blob Data Contributor"],
    [403, "AuthorizationFailure", "fail", "firewall"],
    [500, "InternalError", "unknown", undefined],
    [404, "", "unknown", undefined],
  ])("an answer %i %s is %s", async (status, code, wanted, fix) => {
    const given = { status, headers: { "x-ms-error-code": code } };
    const one = await check(AZURERM, storage(given)).result;
    expect(one.status).toBe(wanted);
    if (fix !== undefined) expect(one.fix).toContain(fix);
  });

  test("a name that does not resolve fails, and a network that does not answer is unknown", async () => {
    expect((await check(AZURERM, storage({ code: "ENOTFOUND" })).result).status).toBe("fail");
    expect((await check(AZURERM, storage({ code: "ETIMEDOUT" })).result).status).toBe("unknown");
  });

  test.each([
    ["no answer", { code: "ETIMEDOUT" }],
    ["no suffix", { body: {} }],
    ["a suffix that is an address", { body: { suffixes: { storage: "evil.example/x?" } } }],
  ])("it is unknown without Azure's storage suffix: %s", async (_, given) => {
    const { net, result } = check(AZURERM, () => given);
    expect((await result).status).toBe("unknown");
    expect(net.sent).toHaveLength(1);
  });
});

describe("in HCP Terraform", () => {
  const env = { HOME: "/nowhere", TF_TOKEN_tfe_fabri__kam_example: "the-token" };

  test("the organization is read with the token of the environment", async () => {
    const { net, result } = check(CLOUD, () => ({}), env);
    expect(await result).toMatchObject({ status: "ok" });
    expect(net.sent[0]).toMatchObject({
      url: "https://tfe.fabri-kam.example/api/v2/organizations/fabrikam",
      headers: { authorization: "Bearer the-token" },
    });
  });

  test("or with the token of terraform login", async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, ".terraform.d"));
    const stored = { credentials: { "tfe.fabri-kam.example": { token: "stored" } } };
    writeFileSync(join(home, ".terraform.d", "credentials.tfrc.json"), JSON.stringify(stored));
    const { net, result } = check(CLOUD, () => ({}), { HOME: home });
    expect((await result).status).toBe("ok");
    expect(net.sent[0]?.headers?.["authorization"]).toBe("Bearer stored");
  });

  test.each([
    [401, "fail"],
    [404, "fail"],
    [500, "unknown"],
  ])("an answer %i is %s, and the token is not shown", async (status, wanted) => {
    const one = await check(CLOUD, () => ({ status }), env).result;
    expect(one.status).toBe(wanted);
    expect(JSON.stringify(one)).not.toContain("the-token");
  });

  test("without a token no request is sent, and it is unknown", async () => {
    const { net, result } = check(CLOUD, () => ({}));
    const one = await result;
    expect([one.status, net.sent.length]).toEqual(["unknown", 0]);
    expect(one.fix).toContain("TF_TOKEN_tfe_fabri__kam_example");
  });
});

test("in files the backend is ok", async () => {
  expect(await check("{ type: local }", () => ({})).result).toMatchObject({ status: "ok" });
});

test.skipIf(process.getuid?.() === 0)("in a folder without write permission it fails", async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  const net = netOf(() => ({}));
  const to = { fleet: fleetOf(), endpoints: endpointsOf({}), net, env: {}, credential: undefined };
  expect((await checkBackend({ ...to, outdir: join(folder, "cdktf.out") })).status).toBe("fail");
});
