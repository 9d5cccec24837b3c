import { counted, element } from "./dom.ts";
import { type Model, type ModelFinding, STATUS_WORDS, withId } from "./model.ts";

const HEADINGS = [
  "customer",
  "subscription",
  "subscription id",
  "control",
  "severity",
  "status",
  "message",
  "fix",
  "resource",
  "in the fleet",
  "exception until",
];

/** Creates a button that saves findings as a CSV file, a line each. */
export function csvButton(model: Model, findings: readonly ModelFinding[]): HTMLElement {
  const button = element(
    "button",
    { type: "button", class: "more csv" },
    `Save ${counted(findings.length, "finding")} as CSV`,
  );
  button.addEventListener("click", () => {
    // With the byte order mark, Excel reads the file as UTF-8.
    const blob = new Blob(["\uFEFF", csvOf(model, findings)], { type: "text/csv" });
    const url = URL.createObjectURL(blob);
    element("a", { href: url, download: `findings-${model.data.day}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  return button;
}

/** Returns findings as CSV (RFC 4180). */
export function csvOf(model: Model, findings: readonly ModelFinding[]): string {
  const lines = findings.map(({ control, detail, place, subscription }) => {
    const { exception, fix = "", message, resource = "" } = model.detail(detail);
    const id = model.data.ids[subscription] ?? "";
    const { id: controlId, severity } = model.control(control);
    return [
      model.customerName(model.customerOf[subscription] ?? 0),
      model.data.names[subscription] ?? "",
      id,
      controlId,
      severity,
      STATUS_WORDS[model.statusOfDetail(detail)] ?? "",
      withId(message, id),
      withId(fix, id),
      withId(resource, id),
      place,
      exception?.expires ?? "",
    ];
  });
  return [HEADINGS, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** Quotes a field. A spreadsheet would run a text that begins like a formula, so an apostrophe goes before it. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
