#!/usr/bin/env node
/*
 * The commands of the Azure CLI that the scripts of onboarding run, forwarded to the sandbox. They sign in as an Admin
 * agent of the partner in a customer's tenant and deploy the delegation's template. The tenant that is signed in to is
 * kept in a file beside this one's caller, $CLI_TENANT_FILE.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const ADMIN_AGENT = "00000000-0000-0000-0000-00000000d003";
const origin = process.env.CSP_BASELINE_SANDBOX;
const state = process.env.CLI_TENANT_FILE;
const [area, ...rest] = process.argv.slice(2);
const option = (name) => rest[rest.indexOf(`--${name}`) + 1];

async function token() {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ADMIN_AGENT,
    client_secret: "sandbox",
    scope: `${origin}/.default`,
  });
  const tenant = readFileSync(state, "utf8");
  const reply = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, { method: "POST", body: form });
  return (await reply.json()).access_token;
}

async function arm(method, path, body) {
  const reply = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await reply.json().catch(() => undefined);
  if (reply.status < 300) return answer;
  console.error(`(${answer?.error?.code}) ${answer?.error?.message}`);
  process.exit(1);
}

/** As ARM evaluates it: the same GUID for the same words. */
function guid(...words) {
  const hex = createHash("sha256").update(words.join("-")).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** The expressions that the delegation's template has, and no others. */
function evaluate(value, subscriptionId, variables) {
  if (typeof value !== "string" || !value.startsWith("[")) return value;
  if (value.startsWith("[[")) return value.slice(1);
  const [, words] = /^\[guid\(subscription\(\)\.subscriptionId, (.*)\)\]$/.exec(value) ?? [];
  if (words !== undefined) return guid(subscriptionId, ...words.split(", ").map((one) => one.slice(1, -1)));
  const [, variable] = /^\[variables\('(\w+)'\)\]$/.exec(value) ?? [];
  if (variable !== undefined) return variables[variable];
  const [, type, name] =
    /^\[subscriptionResourceId\('([\w./]+)', variables\('(\w+)'\)\)\]$/.exec(value) ?? [];
  if (type !== undefined) return `/subscriptions/${subscriptionId}/providers/${type}/${variables[name]}`;
  throw new Error(`no such expression is modeled: ${value}`);
}

async function deploy(subscriptionId, file) {
  const template = JSON.parse(readFileSync(file, "utf8"));
  const resolved = (value, variables) =>
    JSON.parse(JSON.stringify(value), (_, one) => evaluate(one, subscriptionId, variables));
  const variables = resolved(template.variables, {});
  for (const { apiVersion, name, properties, type } of resolved(template.resources, variables)) {
    const path = `/subscriptions/${subscriptionId}/providers/${type}/${name}?api-version=${apiVersion}`;
    await arm("PUT", path, { properties });
  }
}

switch (area) {
  case "login":
    writeFileSync(state, option("tenant"));
    await token();
    break;
  case "rest": {
    const { pathname, search } = new URL(option("url"));
    const answer = await arm("GET", `${pathname}${search}`);
    console.log(
      option("query")
        .split(".")
        .reduce((value, name) => value?.[name], answer),
    );
    break;
  }
  case "provider": {
    const path = `/subscriptions/${option("subscription")}/providers/${option("namespace")}/register`;
    await arm("POST", `${path}?api-version=2021-04-01`);
    break;
  }
  case "deployment":
    await deploy(option("subscription"), option("template-file"));
    break;
  default:
    console.error(`'${area}' is not modeled`);
    process.exit(2);
}
