import type { TokenCredential } from "@azure/identity";
import { azureFailure } from "../azure/failure.ts";
import { type Answer, type Outgoing, type SendOptions, sender } from "../azure/send.ts";

/** The network of the checks, replaceable in tests. */
export interface Net {
  /** @throws {AzureFailure} when there is no answer */
  send(request: Outgoing, signIn?: SendOptions["signIn"]): Promise<Answer>;
  /** The credential. @default - the credential of the environment */
  readonly credential?: TokenCredential;
  /** An additional trusted authority, as PEM. */
  readonly certificateAuthority?: string;
}

/** The timeout of a check, in milliseconds. */
const TIMEOUT = 20_000;

/** Returns the machine's network, with two tries for a request. */
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
