import { expect, test } from "vitest";
import { describeFound } from "../../src/fleet/echo.ts";

test.each([
  ["https://hooks.example/CANARY", '"https://hooks.example/..."'],
  ["https://user:CANARY@hooks.example/", '"https://hooks.example/..."'],
  ["hooks.example/azure?code=CANARY", '"hooks.example/..."'],
  ["hooks.example?code=CANARY", '"hooks.example/..."'],
  ["https//hooks.example/CANARY", '"https//hooks.example/..."'],
  ["https:/hooks.example/CANARY", '"https:/hooks.example/..."'],
  ["HTTPS:hooks.example/CANARY", '"HTTPS:hooks.example/..."'],
  ["https:\\\\hooks.example\\CANARY", '"https:\\\\\\\\hooks.example/..."'],
  ["hooks.example CANARY", '"hooks.example/..."'],
  ["user:CANARY@hooks.example/x", '"hooks.example/..."'],
])("an address is shown without its key in any notation: %s", (text, shown) => {
  expect(describeFound(text)).toBe(shown);
});

test.each([
  "/subscriptions/x/resourceGroups/rg",
  "soc@fabrikam.example",
  "Contoso Ltd",
  "2026-12",
  "hooks.example",
  "a/b",
  "http",
])("other texts are shown unchanged: %s", (text) => {
  expect(describeFound(text)).toBe(JSON.stringify(text));
});
