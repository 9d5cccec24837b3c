import { z } from "zod";
import { jsonSchemaText } from "../text/json-schema.ts";

export const PILOT_SCHEMA = "csp-baseline/pilot/v1";

/** The services whose requests are recorded. */
export const SERVICES = ["arm", "graph", "partnerCenter"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** The number of requests in a file. A pilot sends some hundred. */
const MOST_EXCHANGES = 20_000;
const text = (longest: number) => z.string().max(longest);

const answerSchema = z.object({
  /** The HTTP status; 0 when there was no answer. */
  status: z.int().min(0).max(599),
  /** Headers that a client acts on, by name in lower case. */
  headers: z.record(text(100), text(4000)),
  /** Parsed from JSON. @default - no body, or one that is not JSON */
  body: z.unknown().optional(),
  /** Whether the body was too large to keep. */
  cut: z.boolean().optional(),
  milliseconds: z.number().min(0),
});

const exchangeSchema = z.object({
  /** Counts from 1, in the order of answers. */
  number: z.int().min(1),
  /** The step of the pilot that sent the request. */
  step: text(100),
  service: z.enum(SERVICES),
  /** When the answer had arrived, in ISO 8601. */
  at: z.iso.datetime(),
  /** The tenant of the sign-in. @default - a request without a token */
  tenant: text(100).optional(),
  /** Whether a user signed in or consented. @default - an application alone */
  byUser: z.boolean().optional(),
  method: text(10),
  /** With its query. */
  path: text(8000),
  /** The body, parsed from JSON. */
  request: z.unknown().optional(),
  answer: answerSchema,
});

const stepSchema = z.object({
  name: text(100),
  status: z.enum(["ok", "differs", "failed", "skipped"]),
  seconds: z.number().min(0),
  message: text(4000),
});

/** Recorded requests with Azure's answers: nothing in it names a tenant, a person or a secret. */
export const recordingSchema = z.object({
  schema: z.literal(PILOT_SCHEMA),
  /** The version of the product. */
  product: text(100),
  recordedAt: z.iso.datetime(),
  access: z.enum(["lighthouse", "customer-app"]),
  provider: z.enum(["azurerm", "azapi"]),
  partnerTenant: text(100),
  customerTenant: text(100),
  /** @default - the partner's side alone */
  subscription: text(100).optional(),
  /** The customer's delegation: `authorizations`, `eligibleAuthorizations`. */
  delegation: z.unknown().optional(),
  /** Events that are not in the record, one sentence each. */
  notRecorded: z.array(text(2000)).max(100),
  steps: z.array(stepSchema).max(200),
  exchanges: z.array(exchangeSchema).max(MOST_EXCHANGES),
});

export type Recording = z.output<typeof recordingSchema>;
export type Exchange = z.output<typeof exchangeSchema>;
export type ExchangeAnswer = z.output<typeof answerSchema>;
export type PilotStep = z.output<typeof stepSchema>;

/** A file that is not a recording. The message is for people. */
export class RecordingError extends Error {}

/** Reads a recording. @throws {RecordingError} */
export function readRecording(content: string): Recording {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new RecordingError("it is not JSON");
  }
  const read = recordingSchema.safeParse(value);
  if (read.success) return read.data;
  throw new RecordingError(`it is not a recording (${PILOT_SCHEMA}): ${z.prettifyError(read.error)}`);
}

/** Returns `schema/pilot.json`. */
export function pilotJsonSchema(): string {
  return jsonSchemaText(recordingSchema);
}
