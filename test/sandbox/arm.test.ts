import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { actionGroup, alert, budget } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const GROUP = `${SCOPE}/resourceGroups/rg`;
const INSIGHTS = `${GROUP}/providers/Microsoft.Insights`;
const BUDGET = `${SCOPE}/providers/Microsoft.Consumption/budgets/monthly@2019-10-01`;

let client: Client;
beforeEach(async () => {
  client = await startedClient();
  await client.arm(`PUT ${GROUP}@2023-07-01`, { body: { location: "West Europe" } });
});

describe("every request", () => {
  test("needs an api-version", async () => {
    const answer = await client.call("GET", GROUP, { token: await client.token() });
    expect(answer).toMatchObject(refusal(400, "MissingApiVersionParameter"));
  });

  test("needs an api-version of the type, and lists them in the error", async () => {
    expect(await client.arm(`GET ${GROUP}@2001-01-01`)).toMatchObject(
      refusal(400, "NoRegisteredProviderFound", /2023-07-01/),
    );
    expect(await client.arm(`GET ${GROUP}@latest`)).toMatchObject(refusal(400, "InvalidApiVersionParameter"));
  });

  test("is answered with the sandbox's name and request ids", async () => {
    const { headers } = await client.arm(`GET ${GROUP}@2023-07-01`, {
      headers: { "x-ms-correlation-request-id": "mine" },
    });
    expect(headers).toMatchObject({
      server: "csp-baseline-sandbox (not Azure)",
      "x-ms-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
      "x-ms-correlation-request-id": "mine",
    });
  });

  test("for an unmodeled resource fails with a status other than 404", async () => {
    const path = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet@2024-01-01`;
    expect(await client.arm(`GET ${path}`)).toMatchObject(
      refusal(501, "SandboxDoesNotModel", /is not Azure/),
    );
    expect(await client.arm("GET /elsewhere@2024-01-01")).toMatchObject(refusal(501, "SandboxDoesNotModel"));
  });

  test.each([
    ["invalid JSON", "{"],
    ["a list", "[]"],
    ["a body nested too deeply", `{"a":${"[".repeat(100)}${"]".repeat(100)}}`],
    ["a body with a prototype member", '{"__proto__":{"location":"westeurope"}}'],
    ["nothing", ""],
  ])("with %s is rejected", async (_, body) => {
    expect(await client.arm(`PUT ${GROUP}@2023-07-01`, { body })).toMatchObject(
      refusal(400, "InvalidRequestContent"),
    );
  });

  test("larger than 4 MB is rejected", async () => {
    const body = { location: "westeurope", tags: { long: "x".repeat(4 * 1024 * 1024) } };
    expect(await client.arm(`PUT ${GROUP}@2023-07-01`, { body })).toMatchObject(
      refusal(413, "RequestContentTooLarge"),
    );
  });

  test("is answered in ARM's form for any path", async () => {
    const token = await client.token();
    await fc.assert(
      fc.asyncProperty(
        fc.webPath(),
        fc.constantFrom("GET", "PUT", "POST", "DELETE"),
        async (path, method) => {
          const { body, status } = await client.call(method, path || "/", { token });
          expect(status).toBeLessThan(502);
          expect(status).not.toBe(500);
          if (status >= 400) expect(field(body, "error")).toBeDefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("an id", () => {
  test("is found in any case, and keeps the case of its creation", async () => {
    await client.arm(`PUT ${INSIGHTS}/actionGroups/AG@2023-01-01`, { body: actionGroup() });
    const path = `${SCOPE.toUpperCase()}/RESOURCEGROUPS/RG/providers/microsoft.insights/ACTIONGROUPS/ag@2023-01-01`;
    const answer = await client.arm(`GET ${path.replace("/SUBSCRIPTIONS", "/subscriptions")}`);
    expect(answer).toMatchObject({ status: 200, body: { name: "AG" } });
  });

  test("may have another case in the answer", async () => {
    const { body } = await client.arm(`PUT ${INSIGHTS}/actionGroups/ag@2023-01-01`, { body: actionGroup() });
    expect(body).toMatchObject({ id: `${GROUP}/providers/microsoft.insights/actionGroups/ag` });
  });

  test("of a budget has no leading slash", async () => {
    const { body } = await client.arm(`PUT ${BUDGET}`, { body: budget() });
    expect(body).toMatchObject({ id: `${SCOPE.slice(1)}/providers/Microsoft.Consumption/budgets/monthly` });
  });
});

describe("a missing resource", () => {
  test.each([
    [`${GROUP}-other`, "2023-07-01", "ResourceGroupNotFound"],
    [`${GROUP}-other/providers/Microsoft.Insights/actionGroups/ag`, "2023-01-01", "ResourceGroupNotFound"],
    [`${INSIGHTS}/actionGroups/ag`, "2023-01-01", "ResourceNotFound"],
    [
      `${SCOPE}/providers/Microsoft.Security/securityContacts/default`,
      "2017-08-01-preview",
      "ResourceNotFound",
    ],
  ])("GET %s is not found", async (path, version, code) => {
    expect(await client.arm(`GET ${path}@${version}`)).toMatchObject(refusal(404, code));
  });

  test("is deleted with 204, a resource group with 404", async () => {
    expect(await client.arm(`DELETE ${INSIGHTS}/actionGroups/ag@2023-01-01`)).toMatchObject({ status: 204 });
    expect(await client.arm(`DELETE ${GROUP}-other@2023-07-01`)).toMatchObject(
      refusal(404, "ResourceGroupNotFound"),
    );
  });

  test("nothing is created in a missing resource group", async () => {
    const path = `${GROUP}-other/providers/Microsoft.Insights/actionGroups/ag@2023-01-01`;
    expect(await client.arm(`PUT ${path}`, { body: actionGroup() })).toMatchObject(
      refusal(404, "ResourceGroupNotFound"),
    );
  });
});

describe("a resource group", () => {
  test("is created with 201, updated with 200, and its location is one word", async () => {
    const path = `${SCOPE}/resourceGroups/new@2023-07-01`;
    expect(await client.arm(`PUT ${path}`, { body: { location: "West Europe" } })).toMatchObject({
      status: 201,
      body: { location: "westeurope", properties: { provisioningState: "Succeeded" } },
    });
    expect(await client.arm(`PUT ${path}`, { body: { location: "westeurope" } })).toMatchObject({
      status: 200,
    });
  });

  test("does not move", async () => {
    const answer = await client.arm(`PUT ${GROUP}@2023-07-01`, { body: { location: "northeurope" } });
    expect(answer).toMatchObject(refusal(409, "InvalidResourceGroupLocation"));
  });

  test("changes its tags by PATCH", async () => {
    const answer = await client.arm(`PATCH ${GROUP}@2023-07-01`, { body: { tags: { a: "b" } } });
    expect(answer).toMatchObject({ status: 200, body: { location: "westeurope", tags: { a: "b" } } });
  });

  test("lists its contents, and deletes them when it is deleted", async () => {
    await client.arm(`PUT ${INSIGHTS}/actionGroups/ag@2023-01-01`, { body: actionGroup() });
    const { body } = await client.arm(`GET ${GROUP}/resources?$top=10@2023-07-01`);
    expect(field(body, "value")).toEqual([expect.objectContaining({ name: "ag" })]);
    expect(await client.arm(`DELETE ${GROUP}@2023-07-01`)).toMatchObject({ status: 200 });
    const list = await client.arm(`GET ${SCOPE}/providers/Microsoft.Insights/actionGroups@2023-01-01`);
    expect(list.body).toEqual({ value: [] });
  });
});

describe("a list", () => {
  test("of the subscription contains the resources of all resource groups", async () => {
    await client.arm(`PUT ${GROUP}2@2023-07-01`, { body: { location: "westeurope" } });
    for (const group of [GROUP, `${GROUP}2`]) {
      await client.arm(`PUT ${group}/providers/Microsoft.Insights/actionGroups/ag@2023-01-01`, {
        body: actionGroup(),
      });
    }
    const atSubscription = await client.arm(
      `GET ${SCOPE}/providers/Microsoft.Insights/actionGroups@2023-01-01`,
    );
    expect(field(atSubscription.body, "value")).toHaveLength(2);
    const inGroup = await client.arm(`GET ${INSIGHTS}/actionGroups@2023-01-01`);
    expect(field(inGroup.body, "value")).toHaveLength(1);
  });

  test("comes in pages of five, each with a link to the next", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `alert-${String(index).padStart(2, "0")}`);
    for (const name of names) {
      await client.arm(`PUT ${INSIGHTS}/activityLogAlerts/${name}@2020-10-01`, { body: alert() });
    }
    const sizes: number[] = [];
    const found: unknown[] = [];
    const first = `${client.sandbox.origin}${SCOPE}/providers/Microsoft.Insights/activityLogAlerts?api-version=2020-10-01`;
    for (let link: unknown = first; typeof link === "string"; ) {
      const { body } = await client.call("GET", link.replace(client.sandbox.origin, ""), {
        token: await client.token(),
      });
      const value = field(body, "value");
      if (!Array.isArray(value)) throw new Error("no list");
      sizes.push(value.length);
      found.push(...value.map((item) => field(item, "name")));
      link = field(body, "nextLink");
    }
    expect(sizes).toEqual([5, 5, 2]);
    expect(found).toEqual(names);
  });

  test("rejects a foreign skip token", async () => {
    const path = `${SCOPE}/resourceGroups?$skipToken=abc@2023-07-01`;
    expect(await client.arm(`GET ${path}`)).toMatchObject(refusal(400, "InvalidSkipToken"));
  });
});

describe("an eTag", () => {
  test("changes with every write", async () => {
    const first = await client.arm(`PUT ${BUDGET}`, { body: budget() });
    const second = await client.arm(`PUT ${BUDGET}`, { body: budget({ amount: 2000 }) });
    expect(field(first.body, "eTag")).toMatch(/^"\w+"$/);
    expect(field(second.body, "eTag")).not.toBe(field(first.body, "eTag"));
  });

  test("accepts a write with the current eTag, or with none", async () => {
    const { body } = await client.arm(`PUT ${BUDGET}`, { body: budget() });
    const known = { ...budget(), eTag: field(body, "eTag") };
    expect(await client.arm(`PUT ${BUDGET}`, { body: known })).toMatchObject({ status: 200 });
    expect(await client.arm(`PUT ${BUDGET}`, { body: budget() })).toMatchObject({ status: 200 });
  });

  test("rejects a write with an old eTag: 409 in the body, 412 in the header", async () => {
    await client.arm(`PUT ${BUDGET}`, { body: budget() });
    const stale = { body: { ...budget(), eTag: '"old"' } };
    expect(await client.arm(`PUT ${BUDGET}`, stale)).toMatchObject(refusal(409, "Conflict"));
    const header = { body: budget(), headers: { "If-Match": '"old"' } };
    expect(await client.arm(`PUT ${BUDGET}`, header)).toMatchObject(refusal(412, "PreconditionFailed"));
  });
});

describe("a resource provider", () => {
  const SECURITY = `${SCOPE}/providers/Microsoft.Security`;

  test("is registered from the start, if the baseline needs it", async () => {
    const { body } = await client.arm(`GET ${SCOPE}/providers@2022-09-01`);
    expect(field(body, "value")).toContainEqual(
      expect.objectContaining({ namespace: "Microsoft.Consumption", registrationState: "Registered" }),
    );
  });

  test("rejects writes after it was unregistered until it is registered again", async () => {
    await client.arm(`POST ${SCOPE}/providers/Microsoft.Consumption/unregister@2022-09-01`);
    expect(await client.arm(`PUT ${BUDGET}`, { body: budget() })).toMatchObject(
      refusal(409, "MissingSubscriptionRegistration", /Microsoft\.Consumption/),
    );
    const registered = await client.arm(`POST ${SCOPE}/providers/microsoft.consumption/register@2022-09-01`);
    expect(registered).toMatchObject({ status: 200, body: { registrationState: "Registered" } });
    expect(await client.arm(`PUT ${BUDGET}`, { body: budget() })).toMatchObject({ status: 201 });
  });

  test("of another namespace is not registered by default", async () => {
    const path = `${SCOPE}/providers/Microsoft.Compute`;
    expect(await client.arm(`GET ${path}@2022-09-01`)).toMatchObject({
      body: { registrationState: "NotRegistered" },
    });
    await client.arm(`POST ${path}/register@2022-09-01`);
    expect(await client.arm(`GET ${path}@2022-09-01`)).toMatchObject({
      body: { registrationState: "Registered" },
    });
  });

  test("must have a name", async () => {
    expect(await client.arm(`GET ${SCOPE}/providers/nothing@2022-09-01`)).toMatchObject(
      refusal(404, "InvalidResourceNamespace"),
    );
    expect(await client.arm(`PUT ${SECURITY}@2022-09-01`)).toMatchObject(refusal(405, "MethodNotAllowed"));
  });
});
