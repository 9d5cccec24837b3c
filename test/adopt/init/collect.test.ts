import { expect, test } from "vitest";
import { Answers, type GivenAnswers } from "../../../src/adopt/init/answers.ts";
import { collectAnswers, doubtfulFlags, WrongFlagsError } from "../../../src/adopt/init/collect.ts";
import { QUESTIONS } from "../../../src/adopt/init/questions.ts";
import { answersWith, GIVEN } from "./support.ts";

/** A user who answers a question by its first words, each answer once, and otherwise presses Enter. */
function person(answers: Readonly<Record<string, readonly string[]>>) {
  const left = new Map(Object.entries(answers).map(([start, texts]) => [start, [...texts]]));
  const asked: string[] = [];
  const complaints: string[] = [];
  const ask = async (prompt: string) => {
    asked.push(prompt);
    const [, texts] = [...left].find(([start]) => prompt.startsWith(start)) ?? [];
    return texts?.shift() ?? "";
  };
  return { asked, complaints, interview: { ask, complain: (text: string) => complaints.push(text) } };
}

async function wrong(flags: GivenAnswers): Promise<readonly string[]> {
  const error: unknown = await collectAnswers(flags).catch((reason) => reason);
  if (error instanceof WrongFlagsError) return error.lines;
  throw new Error(`expected wrong flags, got ${String(error)}`);
}

test("there is one question for every answer, after those that it depends on", () => {
  const ids = QUESTIONS.map(({ id }) => id);
  expect([...ids].sort()).toEqual(Object.keys(Answers.shape).sort());
  for (const [index, { derived, onlyWith }] of QUESTIONS.entries()) {
    for (const earlier of [derived?.from, onlyWith?.id]) {
      if (earlier !== undefined) expect(ids.slice(0, index)).toContain(earlier);
    }
  }
});

test("a missing answer is the default, or follows from given answers", async () => {
  expect(await collectAnswers(GIVEN)).toEqual(
    answersWith({ billingEmail: GIVEN.securityEmail, operationsEmail: GIVEN.securityEmail }),
  );
});

test("all missing and invalid answers are reported at once, without their consequences", async () => {
  const lines = await wrong({ partner: "A", role: "boss", securityEmail: "me@example.com", budget: "much" });
  expect(lines).toEqual([
    '--role must be one of direct-bill, indirect-provider, indirect-reseller (found "boss")',
    '--security-email must be a real address, not a placeholder (found "me@example.com"). No one would receive the alerts.',
    '--budget must be a number such as 1000 (found "much")',
    expect.stringMatching(/^--tenant-id <guid> is missing: /),
    expect.stringMatching(/^--customer-name <name> is missing: /),
    expect.stringMatching(/^--customer-tenant-id <guid> is missing: /),
    expect.stringMatching(/^--subscription-id <guid> is missing: /),
  ]);
});

test("a name without a usable key needs one", async () => {
  expect(await wrong({ ...GIVEN, customerName: "日本商事" })).toEqual([
    expect.stringMatching(/^--customer <key> is missing: /),
  ]);
  expect((await collectAnswers({ ...GIVEN, customerName: "Écoles & Cie." })).customer).toBe("ecoles-cie");
});

test("a backend has questions of its own, which cannot be combined with another", async () => {
  expect(await wrong({ ...GIVEN, backend: "azurerm", stateOrganization: "tailspin" })).toEqual([
    expect.stringMatching(/^--state-resource-group <name> is missing: /),
    expect.stringMatching(/^--state-storage-account <name> is missing: /),
    "--state-organization requires --backend cloud",
  ]);
  const cloud = await collectAnswers({ ...GIVEN, backend: "cloud", stateOrganization: "tailspin" });
  expect(cloud).toMatchObject({ backend: "cloud", stateOrganization: "tailspin" });
});

test("a person is asked for missing answers, again after an invalid one, and may press Enter", async () => {
  const { asked, complaints, interview } = person({
    "Your own Entra tenant's id": ["", "nonsense", ` ${GIVEN.tenantId} `],
    "Monthly cost of a subscription": ["2500.5"],
  });
  const { tenantId: _, ...rest } = GIVEN;
  expect(await collectAnswers(rest, interview)).toMatchObject({ tenantId: GIVEN.tenantId, budget: 2500.5 });
  expect(complaints).toEqual([
    expect.stringMatching(/^an answer is required/),
    expect.stringMatching(/^this must be a GUID \(found "nonsense"\)/),
  ]);
  expect(asked.filter((prompt) => prompt.startsWith("Your own Entra"))).toHaveLength(3);
  expect(asked).toContain("A short key for this customer, in lower case [wingtip-toys]: ");
  expect(asked.join()).not.toMatch(/Your company's name|Storage account|HCP Terraform:|Client id/);
});

test("an unknown region is asked for again with a suggestion, and accepted when it is repeated", async () => {
  const region = "Azure region of the resource group";
  const corrected = person({ [region]: ["westeuropa", "westeurope"] });
  expect(await collectAnswers(GIVEN, corrected.interview)).toMatchObject({ location: "westeurope" });
  expect(corrected.complaints).toEqual([
    expect.stringMatching(
      /^this is not an Azure region as of .* \(found "westeuropa"\)\. Did you mean "westeurope"\? .* Enter it again to use it anyway\.$/,
    ),
  ]);
  const repeated = person({ [region]: ["moonbase1", "moonbase2", "moonbase2"] });
  expect(await collectAnswers(GIVEN, repeated.interview)).toMatchObject({ location: "moonbase2" });
  expect(repeated.complaints).toHaveLength(2);
  const known = person({ [region]: ["swedencentral"] });
  expect(await collectAnswers(GIVEN, known.interview)).toMatchObject({ location: "swedencentral" });
  expect(known.complaints).toEqual([]);
});

test("an unknown region of an option is accepted with a warning", async () => {
  const flags = { ...GIVEN, location: "westeuropa" };
  expect(await collectAnswers(flags)).toMatchObject({ location: "westeuropa" });
  expect(doubtfulFlags(flags)).toEqual([
    expect.stringMatching(/^--location is not an Azure region as of .* Did you mean "westeurope"\?/),
  ]);
  expect(doubtfulFlags({ ...GIVEN, location: "westeurope" })).toEqual([]);
});

test("invalid options are reported before any question", async () => {
  const { asked, interview } = person({});
  await expect(collectAnswers({ tenantId: "x" }, interview)).rejects.toThrow(/--tenant-id must be a GUID/);
  expect(asked).toEqual([]);
});
