import { createServer, type Server } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { type Send, sender } from "../../src/azure/send.ts";
import { makeCertificate } from "../../src/sandbox/index.ts";

/** A request to ARM and the sandbox's answer, which a change may alter. */
export interface Passing {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly version: string;
  status: number;
  body: unknown;
}

/** One way in which this Azure differs from the sandbox. */
export interface Change {
  /** Waits before the request is passed on, in milliseconds. */
  readonly delay?: (request: Pick<Passing, "method" | "path" | "version">) => number;
  /** Answers instead of the sandbox, which does not see the request. */
  readonly instead?: (
    request: Pick<Passing, "method" | "path" | "version">,
  ) => Omit<Passing, "method" | "path" | "version"> | undefined;
  /** Alters the sandbox's answer. */
  readonly alter?: (passing: Passing) => void;
}

export interface DifferingAzure {
  readonly origin: string;
  readonly port: number;
  readonly certificate: string;
  close(): Promise<void>;
}

/** Stands before a sandbox and changes its answers: an Azure that differs in known ways. */
export async function startDifferingAzure(
  sandbox: { readonly origin: string; readonly certificate: string },
  changes: readonly Change[],
): Promise<DifferingAzure> {
  const { certificate, privateKey } = await makeCertificate(new Date(), "differing Azure");
  const send = await sender({ certificateAuthority: sandbox.certificate, retries: 0 });
  const server = createServer({ cert: certificate, key: privateKey }, (message, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString("utf8");
      const {
        host: _,
        connection: __,
        "content-length": ___,
        "transfer-encoding": ____,
        ...headers
      } = message.headers;
      const { pathname, searchParams } = new URL(message.url ?? "/", "https://host");
      const request = {
        method: message.method ?? "GET",
        path: pathname,
        version: searchParams.get("api-version") ?? "",
      };
      await delay(Math.max(0, ...changes.map((change) => change.delay?.(request) ?? 0)));
      const instead = changes.map((change) => change.instead?.(request)).find((one) => one !== undefined);
      const passing: Passing =
        instead === undefined
          ? {
              ...request,
              ...(await passed(send, `${sandbox.origin}${message.url}`, request.method, headers, body)),
            }
          : { ...request, ...instead };
      for (const change of changes) change.alter?.(passing);
      response.statusCode = passing.status;
      response.setHeader("content-type", "application/json");
      // The next page is here too.
      const own = `"nextLink":"https://${message.headers.host}`;
      const text = JSON.stringify(passing.body)?.replaceAll(`"nextLink":"${sandbox.origin}`, own);
      response.end(text);
    })().catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    certificate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passed(
  send: Send,
  url: string,
  method: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
) {
  const texts = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
  const answer = await send({
    method: methods.find((one) => one === method) ?? "GET",
    url,
    headers: { ...Object.fromEntries(texts), "accept-encoding": "identity" },
    ...(body === "" ? {} : { body }),
  });
  const text = answer.body.toString("utf8");
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
