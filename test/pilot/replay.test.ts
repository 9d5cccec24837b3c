import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  OBSERVATIONS,
  type Recording,
  RecordingError,
  readRecording,
  replay,
} from "../../src/pilot/index.ts";

const FOLDER = new URL("fixtures/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

/** The differences of a recording that are faults of the sandbox, a line each. */
async function faults(recording: Recording): Promise<readonly string[]> {
  const found = await replay(recording);
  return found
    .filter(({ kind }) => !OBSERVATIONS.has(kind))
    .map(
      ({ azure, kind, method, number, path, place, sandbox }) =>
        `${number} ${method} ${path} ${place}: ${kind}, Azure ${azure}, sandbox ${sandbox}`,
    );
}

describe("the sandbox answers recorded requests as Azure did", () => {
  // A file that a pilot wrote is added to the folder. Its differences fail here until the sandbox has them too.
  test.each(FILES)(
    "%s",
    async (name) => {
      const recording = readRecording(readFileSync(new URL(name, FOLDER), "utf8"));
      expect(recording.exchanges.length).toBeGreaterThan(0);
      expect(await faults(recording)).toEqual([]);
    },
    60_000,
  );

  test("a recording with another answer fails, and names the request", async () => {
    const [name = ""] = FILES;
    const text = readFileSync(new URL(name, FOLDER), "utf8");
    const recording = readRecording(text);
    const changed: Recording = {
      ...recording,
      exchanges: recording.exchanges.map((one) =>
        one.method === "PUT" && one.path.includes("/budgets/")
          ? {
              ...one,
              answer: { ...one.answer, status: 403, body: { error: { code: "Refused", message: "" } } },
            }
          : one,
      ),
    };
    expect(await faults(changed)).toContainEqual(
      expect.stringMatching(/PUT .*\/budgets\/.*: status, Azure 403 Refused, sandbox 201/),
    );
  }, 60_000);
});

test.each([
  ["", "it is not JSON"],
  ["{}", "it is not a recording"],
  ['{"schema":"csp-baseline/pilot/v2"}', "it is not a recording"],
  ['[{"__proto__":1}]', "it is not a recording"],
])("%j is refused", (text, message) => {
  expect(() => readRecording(text)).toThrow(RecordingError);
  expect(() => readRecording(text)).toThrow(message);
});
