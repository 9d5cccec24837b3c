import { describe, expect, test } from "vitest";
import { jsonOf, type Send, sender } from "../../src/azure/send.ts";
import { type Recorder, startRecorder } from "../../src/pilot/index.ts";
import { type Client, field, NOW, SCOPE, startedClient } from "../sandbox/client.ts";

interface Started {
  readonly client: Client;
  readonly recorder: Recorder;
  readonly send: Send;
}

async function withRecorder(test: (started: Started) => Promise<void>): Promise<void> {
  const client = await startedClient();
  const { certificate, origin } = client.sandbox;
  const recorder = await startRecorder({
    upstream: { arm: origin, graph: origin, partnerCenter: origin },
    signIn: { authority: origin, audience: origin },
    certificateAuthority: certificate,
    now: () => NOW,
  });
  try {
    await test({
      client,
      recorder,
      send: await sender({ certificateAuthority: recorder.certificate, retries: 0 }),
    });
  } finally {
    await recorder.close();
  }
}

describe("the recording endpoint", () => {
  test("passes a request on with its own token, and records both sides without it", () =>
    withRecorder(async ({ client, recorder, send }) => {
      const token = await client.token();
      recorder.begin("deploy");
      const url = `${recorder.origins.arm}${SCOPE}?api-version=2022-12-01`;
      const answer = await send({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(200);
      expect(recorder.exchanges).toEqual([
        {
          step: "deploy",
          service: "arm",
          at: NOW.toISOString(),
          tenant: client.sandbox.tenantId,
          method: "GET",
          path: `${SCOPE}?api-version=2022-12-01`,
          answer: expect.objectContaining({ status: 200, body: jsonOf(answer) }),
        },
      ]);
      expect(JSON.stringify(recorder.exchanges)).not.toContain(token);
    }));

  test("adds no access: a request without a token is refused as by Azure", () =>
    withRecorder(async ({ recorder, send }) => {
      const url = `${recorder.origins.arm}${SCOPE}?api-version=2022-12-01`;
      expect((await send({ method: "GET", url })).status).toBe(401);
    }));

  test("names itself in the cloud's metadata, also at the address with two slashes, and records nothing of it", () =>
    withRecorder(async ({ client, recorder, send }) => {
      for (const slashes of ["/", "//"]) {
        const url = `${recorder.origins.arm}${slashes}metadata/endpoints?api-version=2022-09-01`;
        const body = jsonOf(await send({ method: "GET", url }));
        expect(body).toMatchObject({
          resourceManager: recorder.origins.arm,
          authentication: { loginEndpoint: recorder.origins.arm, audiences: [client.sandbox.origin] },
        });
      }
      expect(recorder.exchanges).toEqual([]);
    }));

  test("passes azurerm's sign-in on with ARM's own audience, and records nothing of it", () =>
    withRecorder(async ({ client, recorder, send }) => {
      const { arm } = recorder.origins;
      const form = {
        grant_type: "client_credentials",
        client_id: "00000000-0000-0000-0000-00000000d001",
        client_secret: "hunter2hunter2",
        scope: `${arm}/.default`,
      };
      const answer = await send({
        method: "POST",
        url: `${arm}/${client.sandbox.tenantId}/oauth2/v2.0/token`,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: String(new URLSearchParams(form)),
      });
      expect(answer.status).toBe(200);
      const [, payload = ""] = String(field(jsonOf(answer), "access_token")).split(".");
      expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
        aud: client.sandbox.origin,
      });
      expect(recorder.exchanges).toEqual([]);
    }));

  test("links to the next page", () =>
    withRecorder(async ({ client, recorder, send }) => {
      for (let number = 1; number <= 7; number += 1)
        await client.arm(`PUT ${SCOPE}/resourceGroups/rg-${number}@2024-03-01`, {
          body: { location: "westeurope" },
        });
      const authorization = `Bearer ${await client.token()}`;
      const first = await send({
        method: "GET",
        url: `${recorder.origins.arm}${SCOPE}/resourceGroups?api-version=2024-03-01`,
        headers: { authorization },
      });
      const next = String(field(jsonOf(first), "nextLink"));
      expect(next.startsWith(`${recorder.origins.arm}/subscriptions/`)).toBe(true);
      expect((await send({ method: "GET", url: next, headers: { authorization } })).status).toBe(200);
      expect(recorder.exchanges).toHaveLength(2);
    }));
});

test("a missing answer of Azure is a gateway error for the client and status 0 in the record", async () => {
  const nowhere = "https://127.0.0.1:1";
  const recorder = await startRecorder({
    upstream: { arm: nowhere, graph: nowhere, partnerCenter: nowhere },
    now: () => NOW,
  });
  try {
    const send = await sender({ certificateAuthority: recorder.certificate, retries: 0 });
    const answer = await send({ method: "GET", url: `${recorder.origins.graph}/beta/security` });
    expect(answer.status).toBe(502);
    expect(field(jsonOf(answer), "error", "message")).toMatch(
      /no answer from 127\.0\.0\.1:1: it cannot be reached/,
    );
    expect(recorder.exchanges).toEqual([
      expect.objectContaining({
        service: "graph",
        answer: expect.objectContaining({ status: 0, headers: {} }),
      }),
    ]);
  } finally {
    await recorder.close();
  }
});
