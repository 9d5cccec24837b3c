import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { findingsJsonSchema } from "../../src/findings/json-schema.ts";
import { readFindings } from "../../src/findings/read-findings.ts";
import { validatorOf } from "../support/json-schema.ts";
import { fleetOfVersion, identitiesOf, KEPT, type StackIdentity, VERSIONS } from "./identity.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
// Recording is a part of a release, see CONTRIBUTING.md: what is recorded is never changed afterwards.
const RECORDING = process.env["CSP_BASELINE_RECORD"];

/** The changes of an upgrade to a resource that an earlier version deployed; empty if there are none. */
function losses(before: StackIdentity, after: StackIdentity): string[] {
  const found = Object.entries(before.resources).flatMap(([address, identity]) => {
    const now = after.resources[address];
    if (now === undefined) return [`${address} is destroyed`];
    const kept = Object.entries(now).filter(([, value]) => value === KEPT);
    const expected = { ...identity, ...Object.fromEntries(kept) };
    const same = JSON.stringify(now) === JSON.stringify(expected);
    return same
      ? []
      : [`${address} is re-created: ${JSON.stringify(identity)} becomes ${JSON.stringify(now)}`];
  });
  const isStateKept = isDeepStrictEqual(after.state, before.state);
  return isStateKept ? found : [...found, `its state moves to ${JSON.stringify(after.state)}`];
}

test("there is a record of a version", () => {
  expect(VERSIONS.length).toBeGreaterThan(0);
});

describe.each(VERSIONS)("a fleet that %s deployed", (version) => {
  test.each(readdirSync(`${HERE}${version}/fleets`))("%s loads, and loses nothing by the upgrade", (name) => {
    const folder = `${HERE}${version}/stacks/${name}`;
    const now = identitiesOf(fleetOfVersion(version, name));
    if (RECORDING === version && !existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      for (const [id, identity] of now)
        writeFileSync(`${folder}/${id}.json`, `${JSON.stringify(identity, undefined, 2)}\n`);
    }
    const files = readdirSync(folder);
    expect(files.length).toBe(now.size);
    for (const file of files) {
      const before: StackIdentity = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
      const after = now.get(file.replace(".json", ""));
      expect(after === undefined ? ["its stack is gone"] : losses(before, after), file).toEqual([]);
    }
  });

  const findings = `${HERE}${version}/findings/`;
  test.each(readdirSync(findings))("programs can still read %s", (name) => {
    const validate = validatorOf(JSON.parse(findingsJsonSchema()));
    expect(validate(JSON.parse(readFileSync(`${findings}${name}`, "utf8")))).toEqual([]);
    let count = 0;
    readFindings(`${findings}${name}`, () => {
      count += 1;
    });
    expect(count).toBeGreaterThan(0);
  });
});

test("a resource that disappears, moves or is renamed is a loss, and a new one is not", () => {
  const before: StackIdentity = {
    state: { local: 1 },
    resources: { "a.b": { name: "x" }, "a.c": { name: "y" } },
  };
  expect(losses(before, { ...before, resources: { ...before.resources, "a.d": { name: "z" } } })).toEqual([]);
  expect(losses(before, { ...before, resources: { "a.b": { name: "x" } } })).toEqual(["a.c is destroyed"]);
  expect(losses(before, { ...before, resources: { ...before.resources, "a.b": { name: "X" } } })).toEqual([
    'a.b is re-created: {"name":"x"} becomes {"name":"X"}',
  ]);
  expect(losses(before, { ...before, state: {} })).toEqual(["its state moves to {}"]);
});
