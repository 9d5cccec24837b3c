import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeControls } from "../../../src/fleet/echo.ts";
import { Model, type ModelFinding, withId } from "../../../src/output/html/client/model.ts";
import { CompactFindings } from "../../../src/output/html/compact.ts";
import type { ReportedFinding } from "../../../src/output/html/index.ts";
import { movementOf } from "../../../src/output/html/movement.ts";
import { reportData } from "../../../src/output/html/report-data.ts";
import { finding, fleetFindings, historyOf } from "./support.ts";

const word = fc.constantFrom("a", "b", "prod", "<script>", "__proto__", "\u202e", "é\u{1f600}", "");
const anyFinding: fc.Arbitrary<ReportedFinding> = fc.record(
  {
    control: fc.constantFrom("budget", "security-contact", "of-a-later-version"),
    severity: fc.constantFrom("critical", "high", "medium", "low"),
    subscriptionId: fc.constantFrom("id-1", "id-2", "id-3", "id-4"),
    subscriptionName: fc.constant("name"),
    customer: fc.constantFrom("contoso", "fabrikam", "__proto__", "constructor"),
    status: fc.constantFrom("pass", "fail", "excepted", "unknown"),
    message: fc.array(fc.oneof(word, fc.constant("id-1"))).map((words) => words.join(" ")),
    fix: word,
    path: word,
    location: fc.record({
      file: fc.constantFrom("a.yaml", "b.yaml"),
      line: fc.nat({ max: 3 }).map((line) => line + 1),
      column: fc.constant(5),
    }),
    exception: fc.record({ reason: word, approvedBy: word, expires: fc.constant("2027-01-01") }),
  },
  {
    requiredKeys: [
      "control",
      "severity",
      "subscriptionId",
      "subscriptionName",
      "customer",
      "status",
      "message",
    ],
  },
);

function modelOf(findings: readonly ReportedFinding[]): Model {
  const history = historyOf([findings]);
  return new Model(JSON.parse(JSON.stringify(reportData(history, movementOf(history)))));
}

/** Returns what the page shows of a finding. */
function shown(model: Model, { control, detail, place, subscription }: ModelFinding): string {
  const { exception, fix, message, path, status } = model.detail(detail);
  const id = model.data.ids[subscription] ?? "";
  const customer = model.customer(model.customerOf[subscription] ?? -1).key;
  const [fault, mend] = [withId(message, id), fix === undefined ? undefined : withId(fix, id)];
  return JSON.stringify([
    model.control(control).id,
    customer,
    id,
    status,
    fault,
    mend,
    path,
    exception,
    place,
  ]);
}

function expected(one: ReportedFinding): string {
  const { control, customer, exception, fix, location, message, path, status, subscriptionId } = one;
  const text = (value: string | undefined) => (value === undefined ? undefined : escapeControls(value));
  const escaped = exception && {
    reason: text(exception.reason),
    approvedBy: text(exception.approvedBy),
    expires: exception.expires,
  };
  const place = location === undefined ? "" : `${location.file}:${location.line}:${location.column}`;
  return JSON.stringify([
    control,
    customer,
    subscriptionId,
    status,
    text(message),
    text(fix),
    text(path),
    escaped,
    place,
  ]);
}

test("the page shows exactly the given findings", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 1 }), (findings) => {
      const model = modelOf(findings);
      const all = model.data.controls.flatMap((_, control) =>
        model.data.ids.flatMap((_, row) => model.findings(control, row)),
      );
      const out = all.map((one) => shown(model, one));
      expect(out.sort()).toEqual(findings.map(expected).sort());
    }),
  );
});

test("a cell with several findings has the status of the worst", () => {
  const model = modelOf([
    finding({ status: "pass" }),
    finding({ status: "fail" }),
    finding({ status: "unknown" }),
  ]);
  expect([...model.status]).toEqual([4]);
});

test("stores a text of many subscriptions once, with their ids filled in", () => {
  const columns = new CompactFindings();
  for (const one of fleetFindings(200, 1000)) columns.add(one);
  const { details, moved, others } = columns.columns(columns.controls.map(({ id }) => id));
  expect(details.length).toBeLessThan(20);
  expect([moved, others]).toEqual([[], []]);
});

test("sorts subscriptions by customer and name for any order of findings", () => {
  const findings = fleetFindings(5, 20);
  const data = modelOf([...findings].reverse()).data;
  expect(data.ids).toEqual(modelOf(findings).data.ids);
  expect(data.customers.map(({ key }) => key)).toEqual([...data.customers.map(({ key }) => key)].sort());
});

test("rejects too many controls", () => {
  const columns = new CompactFindings();
  expect(() => {
    for (let index = 0; index < 300; index++) columns.add(finding({ control: `control-${index}` }));
  }).toThrow(RangeError);
});
