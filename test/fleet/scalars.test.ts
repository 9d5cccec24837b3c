import { describe, expect, test } from "vitest";
import { startEffort } from "../support/effort.ts";
import { baselineProblems } from "./fleet-folder.ts";

const emails = (address: string) => `contacts: { security: { emails: [${JSON.stringify(address)}] } }`;

describe("e-mail addresses", () => {
  test.each([
    "soc@fabrikam.example",
    "first.last+azure@mail.fabrikam.co.uk",
    "o'brien@fabrikam.example",
    "a@xn--bcher-kva.example",
    "a_b%c@a-b.example",
  ])("%s is accepted", (address) => {
    expect(baselineProblems(emails(address))).toEqual([]);
  });

  test.each([
    "fabrikam.example",
    "@fabrikam.example",
    "soc@",
    "soc@fabrikam",
    "soc@@fabrikam.example",
    "soc @fabrikam.example",
    "soc@fabrikam..example",
    "soc@-fabrikam.example",
    ".soc@fabrikam.example",
    "soc.@fabrikam.example",
    "sôc@fabrikam.example",
    "SOC soc@fabrikam.example",
    "${x}@fabrikam.example",
    "soc@fabrikam.example\n",
    "",
  ])("%j is invalid", (address) => {
    expect(baselineProblems(emails(address))[0]).toContain("emails[0]: must be an e-mail address (found");
  });

  test.each(["a@fabrikam.example;b@fabrikam.example", "a@fabrikam.example, b@fabrikam.example"])(
    "%s is reported as two",
    (address) => {
      expect(baselineProblems(emails(address))[0]).toContain("must be one e-mail address");
    },
  );

  test.each([
    "changeme@fabrikam.com",
    "Change-Me@fabrikam.com",
    "todo@fabrikam.com",
    "you@example.com",
    "soc@example.org",
    "soc@mail.example.net",
    "security_contact@replace_me",
    "<security contact>",
    "soc@fabrikam.invalid",
    "root@localhost",
  ])("%s is a placeholder", (address) => {
    expect(baselineProblems(emails(address))[0]).toContain("must be a real address, not a placeholder");
  });

  test("may not exceed the limit of mail servers", () => {
    expect(baselineProblems(emails(`${"a".repeat(65)}@fabrikam.example`))[0]).toContain("64 before the @");
    expect(baselineProblems(emails(`a@${"b.".repeat(130)}example`))[0]).toContain("at most 254");
  });

  test("an empty list is refused", () => {
    expect(baselineProblems("contacts: { security: { emails: [] } }")).toEqual([
      "5:27 baseline.contacts.security.emails: must not be empty",
    ]);
  });

  test("the same address twice is refused, in any case", () => {
    expect(
      baselineProblems("contacts: { security: { emails: [a@fabrikam.example, A@Fabrikam.example] } }"),
    ).toEqual([
      '5:56 baseline.contacts.security.emails[1]: must not be listed twice (found "A@Fabrikam.example")',
    ]);
  });

  test("a hostile address is checked quickly", () => {
    const effort = startEffort();
    for (const text of [`${"a.".repeat(50_000)}@`, `a@${"a-".repeat(50_000)}`, `a@${"a.".repeat(50_000)}`]) {
      baselineProblems(emails(text));
    }
    expect(effort()).toBeLessThan(50);
  });
});

describe("phone numbers", () => {
  const phone = (text: string) => `contacts: { security: { phone: ${text} } }`;

  test.each(['"+14255550100"', '"+1 425 555 0100"', '"+49-30-1234567"', '"+1234567"'])(
    "%s is accepted",
    (text) => {
      expect(baselineProblems(phone(text))).toEqual([]);
    },
  );

  test.each([
    '"4255550100"',
    '"+123456"',
    '"+1234567890123456"',
    '"+1 (425) 5550100"',
    '"+1--4255550100"',
    '"+"',
  ])("%s is invalid", (text) => {
    expect(baselineProblems(phone(text))[0]).toContain("must be + and 7 to 15 digits");
  });

  test("without quotes it is a number, and the message explains it", () => {
    expect(baselineProblems(phone("+14255550100"))).toEqual([
      "5:27 baseline.contacts.security.phone: must be text or false (found 14255550100). Put it in quotes: without quotes YAML reads a number.",
    ]);
  });
});
