import { AzureFailure } from "../../src/azure/failure.ts";
import type { Answer, Outgoing } from "../../src/azure/send.ts";
import type { Net } from "../../src/doctor/index.ts";

export interface Given {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The network's error code, instead of an answer. */
  readonly code?: string;
}

/** A network that answers by the request's address, and records requests. */
export function netOf(answers: (url: string) => Given): Net & { readonly sent: Outgoing[] } {
  const sent: Outgoing[] = [];
  return {
    sent,
    credential: { getToken: async () => ({ token: "secret", expiresOnTimestamp: 0 }) },
    send: async (request): Promise<Answer> => {
      sent.push(request);
      const { body, code, headers = {}, status = 200 } = answers(request.url);
      if (code !== undefined) throw new AzureFailure(`it cannot be reached: ${code}`, undefined, code);
      return {
        status,
        body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
        header: (name) => headers[name],
      };
    },
  };
}

/** A token of Entra with these claims; its signature is not checked. */
export function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.signature`;
}
