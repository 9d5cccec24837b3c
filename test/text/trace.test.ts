import { expect, test } from "vitest";
import { onTrace, type Trace, traced, tracedSync } from "../../src/text/trace.ts";

async function heard(action: () => Promise<unknown>): Promise<Trace[]> {
  const traces: Trace[] = [];
  const end = onTrace((trace) => traces.push(trace));
  await action().catch(() => {});
  end();
  return traces;
}

test("publishes a request with its outcome and time, without secrets", async () => {
  const url = "https://hooks.fabrikam.example/T0/s3cr3t?code=1";
  const traces = await heard(() => traced(`POST ${url}`, async () => 202, String));
  expect(traces).toEqual([
    { asked: "POST https://hooks.fabrikam.example/...", outcome: "202", milliseconds: expect.any(Number) },
  ]);
});

test("publishes a failure and rethrows it", async () => {
  const failing = () => traced("GET x", () => Promise.reject(new Error("no")));
  expect(await heard(failing)).toMatchObject([{ outcome: "failed" }]);
  await expect(failing()).rejects.toThrow("no");
});

test("publishes a synchronous action in the same way", async () => {
  const fails = () => {
    throw new Error("no");
  };
  const traces = await heard(async () => {
    tracedSync(
      "load fleet",
      () => 3,
      (count) => `${count} files`,
    );
    tracedSync("load nothing", fails);
  });
  expect(traces).toMatchObject([
    { asked: "load fleet", outcome: "3 files" },
    { asked: "load nothing", outcome: "failed" },
  ]);
  expect(() => tracedSync("load nothing", fails)).toThrow("no");
});

test("publishes nothing after listening has ended, and returns results", async () => {
  const traces = await heard(async () => {});
  expect(await traced("GET x", async () => "result")).toBe("result");
  expect(traces).toEqual([]);
});
