import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Client, field, startedClient } from "./client.ts";

/** Recorded requests of the real azurerm and azapi, with the answers of a stand-in, from several consecutive runs. */
const FILE = new URL("../fixtures/arm-traffic.jsonl", import.meta.url);
const TENANT = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly api: string | null;
  readonly body?: unknown;
  readonly code: number;
}

/** The versions for requests made by hand, which named none. */
const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/securityContacts/, "2023-12-01-preview"],
  [/budgets/, "2019-10-01"],
];

/** A PUT that creates a resource of an earlier line belongs to another run with an empty stand-in. */
function runs(): Recorded[][] {
  const created = new Set<string>();
  const all: Recorded[][] = [[]];
  for (const line of readFileSync(FILE, "utf8").trimEnd().split("\n")) {
    const recorded: Recorded = JSON.parse(line);
    if (recorded.method === "PUT" && recorded.code === 201) {
      if (created.has(recorded.path)) {
        created.clear();
        all.push([]);
      }
      created.add(recorded.path);
    }
    all.at(-1)?.push(recorded);
  }
  return all;
}

async function replay(client: Client, { api, body, method, path }: Recorded) {
  if (path.endsWith("/token")) {
    return await client.signIn(TENANT, { client_id: "terraform", client_secret: "any" });
  }
  const version = api ?? VERSIONS.find(([pattern]) => pattern.test(path))?.[1];
  const target = version === undefined ? path : `${path}?api-version=${version}`;
  const token = path === "/endpoints" ? null : await client.token(TENANT);
  return await client.call(method, target, { token, body });
}

test("every recorded request gets the recorded status and returns the sent properties", async () => {
  let count = 0;
  for (const run of runs()) {
    const client = await startedClient({ directory: { defaultTenantId: TENANT } });
    for (const recorded of run) {
      const answer = await replay(client, recorded);
      const what = `${recorded.method} ${recorded.path}`;
      expect(answer.status, what).toBe(recorded.code);
      if (recorded.method === "PUT") expect(answer.body, what).toMatchObject(sentProperties(recorded));
      if (recorded.code === 404) expect(field(answer.body, "error", "code"), what).toMatch(/NotFound$/);
      count += 1;
    }
  }
  expect(count).toBe(46);
});

/** Returns the properties of a request, which the answer must contain; a resource group has none. */
function sentProperties({ body }: Recorded): object {
  const properties = field(body, "properties");
  return properties === undefined ? {} : { properties };
}
