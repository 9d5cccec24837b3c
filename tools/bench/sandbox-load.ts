/**
 * Sends requests like azurerm and azapi, over TLS on persistent connections, one at a time on each connection. Writes
 * and
 * counts bytes by hand, so that the client affects the measurement little. Prints the result as JSON.
 *
 * Usage: node sandbox-load.js PORT REQUESTS CONNECTIONS
 */
import { connect, type TLSSocket } from "node:tls";

const [port = 0, total = 0, connections = 0] = process.argv.slice(2).map(Number);
const SUBSCRIPTIONS = 50;
const END_OF_CHUNKS = Buffer.from("\r\n0\r\n\r\n");
const END_OF_HEAD = Buffer.from("\r\n\r\n");

/** A connection that sends one request after the other. */
class Connection {
  readonly #socket: TLSSocket;
  #received: Buffer = Buffer.alloc(0);
  #answered: (answer: Buffer) => void = () => {};

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on("data", (data: Buffer) => this.#take(data));
  }

  static open(): Promise<Connection> {
    return new Promise((resolve, reject) => {
      // This program created the server's certificate a moment ago.
      const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
      socket.once("secureConnect", () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  ask(request: string): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    if (!isWhole(this.#received)) return;
    const answer = this.#received;
    this.#received = Buffer.alloc(0);
    this.#answered(answer);
  }
}

function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf(END_OF_HEAD);
  if (head === -1) return false;
  const [, length] = /content-length: (\d+)/i.exec(answer.toString("latin1", 0, head)) ?? [];
  if (length === undefined) return answer.subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS);
  return answer.length === head + END_OF_HEAD.length + Number(length);
}

function http(method: string, target: string, token: string, body = "", type = "application/json"): string {
  const authorization = token === "" ? "" : `Authorization: Bearer ${token}\r\n`;
  const length = body === "" ? "" : `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${authorization}${length}\r\n${body}`;
}

async function signIn(connection: Connection): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    scope: `https://127.0.0.1:${port}/.default`,
    client_id: "00000000-0000-0000-0000-00000000d001",
    client_secret: "any",
  });
  const target = "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token";
  const answer = await connection.ask(
    http("POST", target, "", `${form}`, "application/x-www-form-urlencoded"),
  );
  return /"access_token":"([^"]+)"/.exec(answer.toString())?.[1] ?? "none";
}

/**
 * Returns requests like those of a plan and an apply: mostly reads of single resources, some lists, one write in ten.
 */
function requests(token: string): string[] {
  const budget = JSON.stringify({
    name: "monthly",
    properties: {
      amount: 1000,
      category: "Cost",
      timeGrain: "Monthly",
      timePeriod: { startDate: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` },
      notifications: {
        Actual_80: {
          enabled: true,
          operator: "GreaterThanOrEqualTo",
          threshold: 80,
          thresholdType: "Actual",
          contactEmails: ["finops@fabrikam.example"],
        },
      },
    },
  });
  return Array.from({ length: SUBSCRIPTIONS }, (_, index) => {
    const scope = `/subscriptions/00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
    const budgets = `${scope}/providers/Microsoft.Consumption/budgets`;
    const read = http("GET", `${budgets}/monthly?api-version=2023-05-01`, token);
    const list = http("GET", `${budgets}?api-version=2023-05-01`, token);
    const write = http("PUT", `${budgets}/monthly?api-version=2023-05-01`, token, budget);
    return [write, read, read, list, read, read, read, list, read, read];
  }).flat();
}

const open = await Promise.all(Array.from({ length: connections }, () => Connection.open()));
const [first] = open;
if (first === undefined) throw new Error("no connections");
const all = requests(await signIn(first));
// Creates the resources that are read later.
for (const request of all) if (request.startsWith("PUT")) await first.ask(request);
let sent = 0;
let refused = 0;
const start = performance.now();
await Promise.all(
  open.map(async (connection) => {
    while (sent < total) {
      const request = all[sent % all.length] ?? "";
      sent += 1;
      const answer = await connection.ask(request);
      if (!/^HTTP\/1.1 20/.test(answer.toString("latin1", 0, 12))) refused += 1;
    }
  }),
);
const seconds = (performance.now() - start) / 1000;
for (const connection of open) connection.close();
console.log(JSON.stringify({ seconds, refused }));
