import { addData, type Edit, PROD, provider } from "../support/edits.ts";

/** Credentials, by the place that the gate names. */
export const CREDENTIALS: readonly (readonly [string, Edit])[] = [
  ["azapi.client_secret", provider("azapi", { client_secret: "CANARY" })],
  ["azurerm.oidc_token", provider("azurerm", { oidc_token: "${var.CANARY}" })],
  [
    "http.password",
    (json) => {
      json["terraform"]["backend"] = { http: { address: PROD, password: "CANARY" } };
    },
  ],
  [
    "http.address",
    (json) => {
      json["terraform"]["backend"] = { http: { address: `https://u:CANARY@h.example/${PROD}` } };
    },
  ],
  [
    "pg.conn_str",
    (json) => {
      json["terraform"]["backend"] = { pg: { conn_str: `postgres://h/${PROD}?CANARY` } };
    },
  ],
  [
    "s3.secret_key",
    (json) => {
      json["terraform"]["backend"] = { s3: { key: PROD, secret_key: "CANARY" } };
    },
  ],
  [
    "postgresql.password",
    (json) => {
      json["provider"]["postgresql"] = [{ password: "CANARY" }];
    },
  ],
  [
    "datadog.api_key",
    (json) => {
      json["provider"]["datadog"] = { api_key: '${"CANARY"}' };
    },
  ],
  [
    "helm.kubernetes.client_key",
    (json) => {
      json["provider"]["helm"] = { kubernetes: [{ client_key: "CANARY" }] };
    },
  ],
  [
    "data.terraform_remote_state.x.access_key",
    addData("terraform_remote_state", { backend: "azurerm", config: { access_key: "CANARY" } }),
  ],
];
