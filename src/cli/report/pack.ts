import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import type { Fleet } from "../../fleet/index.ts";
import { FindingsFileError, type ReportedFinding, readFindings } from "../../output/html/index.ts";
import {
  ArchiveError,
  attestationsOf,
  evidencePack,
  exceptionsOf,
  jsonBytes,
  type PackInput,
} from "../../output/pack/index.ts";
import { relativeFile } from "../../output/place.ts";
import { messageOf } from "../../text/error-message.ts";
import { sha256 } from "../../text/sha256.ts";
import { visible } from "../../text/visible.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";

export interface PackOptions {
  /** The ZIP file. */
  readonly pack: string;
  /** `findings/v1` files. */
  readonly from: readonly string[];
  /** Further results of this command line, such as those of `plan` and `deploy`. @default - none */
  readonly withResults?: readonly string[];
  /** The key of the customer with whose evidence alone the pack is made. @default - the whole fleet */
  readonly customer?: string;
}

/**
 * Writes the evidence pack: results as they were given, exceptions and attestations of the fleet, the subscriptions that no
 * result has, and a manifest. A customer's pack has only that customer's part, and no attestations.
 */
export function writePack(options: PackOptions, fleet: Fleet, console: Console): void {
  const { customer, from, pack, withResults = [] } = options;
  if (from.length === 0)
    throw new CommandError("--pack packs results: give them with --from FILE...", EXIT.invalid);
  if (customer !== undefined && withResults.length > 0)
    throw new CommandError(
      "--with-results is for a pack of the whole fleet: leave out --customer",
      EXIT.invalid,
    );
  const customers = fleet.customers.filter(({ key }) => customer === undefined || key === customer);
  if (customers.length === 0)
    throw new CommandError(`--customer ${visible(customer ?? "")} is not in the fleet`, EXIT.invalid);

  const results = withResults.map(resultIn);
  const files = new Map<string, Uint8Array>();
  const judged = new Set<string>();
  const findings = from.map((file, index) => {
    const input = read("findings", file);
    const result = findingsIn(file, customer, judged);
    const day = result.generatedAt.slice(0, 10);
    const path = `findings/${numbered(index)}-${result.source}-${day}.json`;
    files.set(path, customer === undefined ? input.content : jsonBytes(result));
    return input;
  });
  results.forEach(({ content, name }, index) => {
    files.set(`results/${numbered(index)}-${name.replace(/[^A-Za-z0-9._-]/g, "_")}`, content);
  });
  files.set("exceptions.json", jsonBytes(exceptionsOf(fleet, customers)));
  const notJudged = customers.flatMap(({ key, subscriptions }) =>
    subscriptions.flatMap(({ id, name }) => (judged.has(id) ? [] : [{ customer: key, id, name }])),
  );
  files.set("not-judged.json", jsonBytes(notJudged));
  if (customer === undefined) files.set("attestations.json", jsonBytes(attestationsOf(fleet)));
  const { name, tenantId } = fleet.partner;
  const archive = packed({
    generatedAt: console.now().toISOString(),
    partner: { name, tenantId },
    ...(customer === undefined ? {} : { customer }),
    inputs: [...fleetFiles(fleet, customers), ...findings, ...results],
    files,
  });
  writeWhole(pack, [archive]);
  if (notJudged.length > 0)
    console.err(
      `${console.style("yellow", "warning")} no result has ${counted(notJudged.length, "subscription")} of the fleet: not-judged.json in the pack lists them`,
    );
  console.out(`${pack}: evidence pack with ${counted(files.size, "file")}`);
  console.out(`SHA-256 ${sha256(archive)}`);
}

function packed(content: Parameters<typeof evidencePack>[0]): Uint8Array {
  try {
    return evidencePack(content);
  } catch (error) {
    if (error instanceof ArchiveError) throw new CommandError(`--pack: ${error.message}`, EXIT.invalid);
    throw error;
  }
}

function numbered(index: number): string {
  return String(index + 1).padStart(3, "0");
}

function read(kind: PackInput["kind"], file: string): PackInput {
  try {
    return { kind, name: basename(file), content: readFileSync(file) };
  } catch (error) {
    throw new CommandError(`${visible(file)} cannot be read: ${messageOf(error)}`, EXIT.invalid);
  }
}

/** The files of the fleet: the partner's and the customers', by their paths in the repository. */
function fleetFiles(fleet: Fleet, customers: Fleet["customers"]): PackInput[] {
  const positions = [fleet.partner.locate(["partner"]), ...customers.map((one) => one.position())];
  return positions.map((position) => ({
    ...read("fleet", position.file),
    name: relativeFile(position, fleet),
  }));
}

/**
 * Reads the findings of a customer from a file.
 * @param judged receives the ids of all subscriptions that the file has findings of
 */
function findingsIn(file: string, customer: string | undefined, judged: Set<string>) {
  const findings: ReportedFinding[] = [];
  try {
    const { complete, generatedAt, source } = readFindings(file, (finding) => {
      judged.add(finding.subscriptionId);
      if (finding.customer === customer) findings.push(finding);
    });
    return {
      schema: "csp-baseline/findings/v1",
      generatedAt,
      source,
      ...(complete === undefined ? {} : { complete }),
      summary: summaryOf(findings),
      findings,
    };
  } catch (error) {
    if (error instanceof FindingsFileError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

function summaryOf(findings: readonly ReportedFinding[]) {
  const of = (status: ReportedFinding["status"]) => findings.filter((one) => one.status === status);
  const all = new Set(findings.map(({ subscriptionId }) => subscriptionId));
  const open = new Set([...of("fail"), ...of("unknown")].map(({ subscriptionId }) => subscriptionId));
  return {
    subscriptions: all.size,
    covered: all.size - open.size,
    pass: of("pass").length,
    fail: of("fail").length,
    excepted: of("excepted").length,
    unknown: of("unknown").length,
  };
}

const Result = z.object({ schema: z.string().regex(/^csp-baseline\/[a-z-]+\/v\d+$/) });

/** A JSON file that a command of this project wrote. */
function resultIn(file: string): PackInput {
  const input = read("result", file);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(input.content).toString("utf8"));
  } catch (error) {
    throw new CommandError(`${visible(file)} is not JSON: ${messageOf(error)}`, EXIT.invalid);
  }
  if (Result.safeParse(value).success) return input;
  throw new CommandError(
    `${visible(file)} is not a result of csp-baseline: its "schema" does not begin with csp-baseline/`,
    EXIT.invalid,
  );
}
