import { createServer } from "node:http";
import { expect, test } from "vitest";
import { sender } from "../../src/azure/send.ts";
import { testClock } from "../partner/support.ts";

/** Opens a server on a port of loopback, or on the given one. */
async function serve(port = 0) {
  let answered = 0;
  const server = createServer((_, answer) => {
    answered += 1;
    answer.end("{}");
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : 0;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  return { port: bound, answered: () => answered, close };
}

test("an origin that did not answer gets one try for each further request, until it answers", async () => {
  const first = await serve();
  await first.close();
  const { clock, waits } = testClock();
  const send = await sender({ clock });
  const request = { method: "GET", url: `http://127.0.0.1:${first.port}/a`, plain: true } as const;
  await expect(send(request)).rejects.toThrow(/cannot be reached/);
  expect(waits).toEqual([1, 2, 4, 8]);
  for (let count = 0; count < 100; count += 1)
    await expect(send(request)).rejects.toThrow(/cannot be reached/);
  expect(waits).toHaveLength(4);

  const again = await serve(first.port);
  expect((await send(request)).status).toBe(200);
  await again.close();
  await expect(send({ ...request, url: `http://127.0.0.1:${first.port}/b` })).rejects.toThrow(
    /cannot be reached/,
  );
  expect(waits).toHaveLength(8);
});
