import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../text/error-message.ts";
import { guidOfNumber } from "./guid.ts";
import type { Reply } from "./http.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Sets the headers of every answer: the server's name, and the ids of ARM. */
export function identify(message: IncomingMessage, response: ServerResponse, number: number): void {
  const id = guidOfNumber(number);
  const correlation = message.headers["x-ms-correlation-request-id"];
  response.setHeader("Server", "csp-baseline-sandbox (not Azure)");
  response.setHeader("x-ms-request-id", id);
  response.setHeader("x-ms-correlation-request-id", typeof correlation === "string" ? correlation : id);
}

export function send(response: ServerResponse, { body, headers, status }: Reply): void {
  response.statusCode = status;
  response.setHeader("Content-Type", JSON_TYPE);
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  // Without writeHead, after which head and body would be encrypted and sent separately: that took half of all the
  // time.
  response.end(body === undefined || response.req.method === "HEAD" ? undefined : JSON.stringify(body));
}

/** Sends an error of the sandbox itself to the client, in ARM's form. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const message = messageOf(error);
  send(response, {
    status: 500,
    body: { error: { code: "SandboxError", message: `The sandbox itself failed: ${message}` } },
  });
}
