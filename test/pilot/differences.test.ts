import { beforeAll, describe, expect, test } from "vitest";
import { type Difference, differencesPage, OBSERVATIONS, replay } from "../../src/pilot/index.ts";
import { tenWays } from "./ten-ways.ts";
import { recordedTraffic } from "./traffic.ts";

const SLOW = 300;

describe("an Azure with ten differences", () => {
  const ways = tenWays(2 * SLOW);
  let differences: readonly Difference[] = [];
  let lines: readonly string[] = [];
  beforeAll(async () => {
    const recording = await recordedTraffic(ways.map(({ change }) => change));
    differences = await replay(recording, { slowAfter: SLOW });
    lines = differencesPage(recording, differences).split("\n");
  }, 60_000);

  test.each(ways)("$name is on the page", ({ expected: { kind, row } }) => {
    expect(differences.map((one) => one.kind)).toContain(kind);
    expect(lines.filter((line) => line.startsWith("| `"))).toContainEqual(expect.stringMatching(row));
  });

  test("nothing else is a difference", () => {
    const wrong = differences.filter(({ kind }) => !OBSERVATIONS.has(kind));
    expect(wrong.map(({ kind, method, path, place }) => `${kind} ${method} ${path} ${place}`)).toHaveLength(
      9,
    );
  });
});

test("equal answers have no differences", async () => {
  const recording = await recordedTraffic([]);
  expect(await replay(recording)).toEqual([]);
  expect(differencesPage(recording, [])).toContain("None: the sandbox gives the same answers");
});

test("resources that were there before are no differences", async () => {
  const recording = await recordedTraffic([], (client) =>
    client.arm(
      "PUT /subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/securityContacts/default@2023-12-01-preview",
      {
        body: {
          properties: { emails: "ann@contoso.example", notificationsByRole: { state: "Off", roles: [] } },
        },
      },
    ),
  );
  expect(await replay(recording)).toEqual([]);
});
