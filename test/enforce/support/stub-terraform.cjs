#!/usr/bin/env node
// A stub of Terraform for stacks of azapi_resource, for tests of the use of plans and for benchmarks. Like the providers,
// it refreshes from the sandbox, plans in Terraform's JSON and applies. Files beside the stack:
// - state.json: the state
// - faults.json: { "plan" or "apply" or "apply:<address>": [texts] }. Each text fails one run, which prints it as an error.
//
// Environment variables:
// - STUB_ORIGIN and STUB_TENANT: the address and the tenant of Azure
// - STUB_TRACE: a file that receives a line at every start
// - STUB_SECONDS_<VERB>: the shortest duration of a verb
const fs = require("node:fs");
const https = require("node:https");
const path = require("node:path");

const [verb, ...args] = process.argv.slice(2);
const file = args.find((arg) => !arg.startsWith("-"));
const stack = path.basename(process.cwd());
const read = (name, otherwise) =>
  fs.existsSync(name) ? JSON.parse(fs.readFileSync(name, "utf8")) : otherwise;

class Fault extends Error {}

function fault(point) {
  const faults = read("faults.json", {});
  const text = faults[point]?.shift();
  if (text === undefined) return;
  fs.writeFileSync("faults.json", JSON.stringify(faults));
  throw new Fault(text);
}

const agent = new https.Agent({ rejectUnauthorized: false, keepAlive: true });
function send(method, at, headers, body) {
  return new Promise((done, failed) => {
    const url = new URL(at, process.env.STUB_ORIGIN);
    const request = https.request(url, { method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      response.on("end", () =>
        done({ status: response.statusCode, body: text === "" ? {} : JSON.parse(text) }),
      );
    });
    request.on("error", failed);
    request.end(body);
  });
}

let token;
async function arm(method, id, version, body) {
  if (token === undefined) {
    const form = `grant_type=client_credentials&client_id=00000000-0000-0000-0000-00000000d001&client_secret=sandbox&scope=${encodeURIComponent(`${process.env.STUB_ORIGIN}/.default`)}`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    token = (await send("POST", `/${process.env.STUB_TENANT}/oauth2/v2.0/token`, headers, form)).body
      .access_token;
  }
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await send(method, `${id}?api-version=${version}`, headers, body && JSON.stringify(body));
  if (answer.status === 404 || answer.status < 300) return answer;
  throw new Fault(`${method} ${id}: unexpected status ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** The resources of the stack as the provider has them, by their addresses. */
function declared() {
  const blocks = read("cdk.tf.json", {}).resource?.azapi_resource ?? {};
  return Object.entries(blocks).map(([name, { "//": _, ...values }]) => ({
    address: `azapi_resource.${name}`,
    name,
    values,
  }));
}

const idOf = ({ name, parent_id, type }) => {
  const [armType] = type.split("@");
  return armType === "Microsoft.Resources/resourceGroups"
    ? `${parent_id}/resourceGroups/${name}`
    : `${parent_id}/providers/${armType}/${name}`;
};

/** Returns Azure's values of a declared body, as azapi reads them: only the members of the body, and complete lists. */
function shaped(shape, live) {
  if (Array.isArray(shape))
    return Array.isArray(live) ? live.map((item, at) => shaped(shape[at] ?? shape[0], item)) : (live ?? null);
  if (typeof shape !== "object" || shape === null) return live ?? null;
  const entries = Object.entries(shape).map(([key, value]) => [key, shaped(value, live?.[key])]);
  return Object.fromEntries(entries);
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

async function makePlan() {
  const state = read("state.json", { serial: 0, resources: {} });
  const known = declared();
  const changes = [];
  const drift = [];
  for (const { address, name, values } of known) {
    const [, version] = values.type.split("@");
    const recorded = state.resources[address] ?? null;
    const { body: live, status } = await arm("GET", idOf(values), version);
    const seen = (of) =>
      status === 404
        ? null
        : { ...of, body: shaped(of.body, live), ...(of.tags ? { tags: live.tags ?? {} } : {}) };
    const base = {
      address,
      mode: "managed",
      type: "azapi_resource",
      name,
      provider_name: "registry.terraform.io/azure/azapi",
    };
    if (recorded !== null && !same(seen(recorded), recorded)) {
      const actions = status === 404 ? ["delete"] : ["update"];
      drift.push({
        ...base,
        change: { actions, before: recorded, after: seen(recorded), after_unknown: {} },
      });
    }
    const before = recorded === null ? null : seen(recorded);
    const after = { ...values, id: idOf(values) };
    const actions = before === null ? ["create"] : same(before, after) ? ["no-op"] : ["update"];
    changes.push({ ...base, change: { actions, before, after, after_unknown: {} } });
  }
  for (const address of Object.keys(state.resources)) {
    if (known.some((one) => one.address === address)) continue;
    const base = { address, mode: "managed", type: "azapi_resource", name: address.split(".")[1] };
    changes.push({
      ...base,
      change: { actions: ["delete"], before: state.resources[address], after: null, after_unknown: {} },
    });
  }
  const resources = known.map(({ address, name, values }) => ({
    address,
    mode: "managed",
    type: "azapi_resource",
    name,
    provider_config_key: "azapi",
    expressions: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { constant_value: value }]),
    ),
  }));
  const azapi = {
    name: "azapi",
    full_name: "registry.terraform.io/azure/azapi",
    expressions: { subscription_id: { constant_value: stack } },
  };
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    serial: state.serial,
    complete: true,
    applyable: true,
    errored: false,
    resource_changes: changes,
    resource_drift: drift,
    configuration: { provider_config: { azapi }, root_module: { resources } },
  };
}

async function apply() {
  const { resource_changes, serial } = read(file);
  const state = read("state.json", { serial: 0, resources: {} });
  if (serial !== state.serial) throw new Fault("Saved plan is stale");
  for (const { address, change } of resource_changes) {
    if (change.actions[0] === "no-op") continue;
    fault(`apply:${address}`);
    const { body, location, tags, type } = change.after;
    const more = { ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) };
    await arm("PUT", idOf(change.after), type.split("@")[1], { ...more, ...body });
    state.resources[address] = change.after;
    state.serial += 1;
    fs.writeFileSync("state.json", JSON.stringify(state));
  }
  console.log("Apply complete!");
}

const verbs = {
  version: () => console.log(JSON.stringify({ terraform_version: "1.11.4" })),
  init: () => fs.writeFileSync(".terraform.lock.hcl", "made by init"),
  plan: async () => {
    const plan = await makePlan();
    fs.writeFileSync(args.find((arg) => arg.startsWith("-out=")).slice("-out=".length), JSON.stringify(plan));
    const count = (action) =>
      plan.resource_changes.filter(({ change }) => change.actions[0] === action).length;
    const [add, change, destroy] = ["create", "update", "delete"].map(count);
    if (add + change + destroy === 0) return;
    console.log(`Plan: ${add} to add, ${change} to change, ${destroy} to destroy.`);
    process.exitCode = 2;
  },
  show: () => console.log(JSON.stringify(read(file))),
  apply,
};

async function main() {
  if (process.env.STUB_TRACE && verb !== "version")
    fs.appendFileSync(process.env.STUB_TRACE, `${verb} ${stack}\n`);
  const least = new Promise((done) =>
    setTimeout(done, 1000 * Number(process.env[`STUB_SECONDS_${verb.toUpperCase()}`] ?? 0)),
  );
  try {
    fault(verb);
    await verbs[verb]();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    console.error(`╷\n│ Error: ${error.message}\n╵`);
    process.exitCode = 1;
  }
  await least;
  agent.destroy();
}
main();
