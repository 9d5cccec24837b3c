import type { TokenCredential } from "@azure/identity";
import { AzureFailure, answerFailure, azureFailure } from "../../azure/failure.ts";
import { errorBodyOf, jsonOf, type Send } from "../../azure/send.ts";
import type { PartnerEndpoints } from "../endpoints.ts";

export interface PartnerCenterOptions {
  readonly endpoints: PartnerEndpoints;
  readonly tenantId: string;
  readonly credential: TokenCredential;
  readonly send: Send;
}

/** Partner Center's REST API for the partner's tenant; whatever fails is an {@link AzureFailure}. */
export class PartnerCenterClient {
  readonly #options: PartnerCenterOptions;

  constructor(options: PartnerCenterOptions) {
    this.#options = options;
  }

  /** @param path with its version: `/v1/fraudEvents` */
  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return this.#call("GET", path, headers);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call("POST", path, {}, body);
  }

  put(path: string, body: object): Promise<unknown> {
    return this.#call("PUT", path, {}, body);
  }

  async #call(
    method: "GET" | "POST" | "PUT",
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: object,
  ): Promise<unknown> {
    const { credential, endpoints, send, tenantId } = this.#options;
    try {
      const token = await credential.getToken(`${endpoints.partnerCenterAudience}/.default`, { tenantId });
      if (token === null) throw new AzureFailure("nobody is signed in");
      const answer = await send({
        method,
        url: `${endpoints.partnerCenter}${path}`,
        headers: {
          ...headers,
          accept: "application/json",
          authorization: `Bearer ${token.token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.status < 200 || answer.status > 299) {
        throw answerFailure(answer.status, errorBodyOf(answer));
      }
      return jsonOf(answer);
    } catch (error) {
      throw azureFailure(error);
    }
  }
}
