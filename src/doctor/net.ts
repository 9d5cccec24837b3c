import type { TokenCredential } from "@azure/identity";
import { azureFailure } from "../azure/failure.ts";
import { type Answer, type Outgoing, type SendOptions, sender } from "../azure/send.ts";

/** How the checks reach the network: replaceable, so that tests see every answer. */
export interface Net {
  /** @throws {AzureFailure} when there is no answer */
  send(request: Outgoing, signIn?: SendOptions["signIn"]): Promise<Answer>;
  /** How to sign in. @default what the environment says */
  readonly credential?: TokenCredential;
  /** PEM of an authority to trust as well. */
  readonly certificateAuthority?: string;
}

/** A check waits no longer than this for an answer, in milliseconds. */
const TIMEOUT = 20_000;

/** The machine's network; a request is tried twice. */
export function machineNet(certificateAuthority?: string): Net {
  const more = certificateAuthority === undefined ? {} : { certificateAuthority };
  return {
    ...more,
    send: async (request, signIn) => {
      const options = { retries: 1, timeout: TIMEOUT, longestWait: 5, ...more };
      const send = await sender(signIn === undefined ? options : { ...options, signIn });
      try {
        return await send(request);
      } catch (error) {
        throw azureFailure(error);
      }
    },
  };
}
