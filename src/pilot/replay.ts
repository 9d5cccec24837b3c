import { isRecord, member, textMember } from "../text/json.ts";
import { withLateness, withVersions } from "./classify.ts";
import { type AnswerDifference, type CompareMode, compareAnswers, errorCode } from "./compare.ts";
import { isFurtherPage, recordedPages, withPages } from "./pages.ts";
import type { Exchange, ExchangeAnswer, Recording } from "./recording.ts";
import { ReplaySandbox } from "./replay-sandbox.ts";
import type { Difference, Replayed } from "./replayed.ts";
import { seedsOf } from "./seed.ts";

export interface ReplayOptions {
  /** The time from which an answer of Azure is slow, in milliseconds. @default 5000 */
  readonly slowAfter?: number;
}

const SLOW = 5000;
/** Data that differs between any two tenants: only its shape is compared. */
const SHAPE_ONLY =
  /\/providers\/microsoft\.(?:managedservices|billing|insights\/eventtypes|authorization\/(?:role\w+|permissions))|\/subscriptions\/[^/?]+\/providers(?:\?|\/[^/?]+\?)|^\/tenants\?/i;
const SHAPE_ONLY_QUERY = /authorizationresources|managedservicesresources/i;
const WRITES = ["PUT", "PATCH", "DELETE"];

/**
 * Sends the recorded requests to a new sandbox, in their order, and compares its answers with Azure's. Where Azure
 * refused a write that the sandbox took, the sandbox is set back, so that one difference has no others in its train.
 */
export async function replay(
  recording: Recording,
  { slowAfter = SLOW }: ReplayOptions = {},
): Promise<readonly Difference[]> {
  const standIn = await ReplaySandbox.start(recording);
  try {
    const { exchanges } = recording;
    if (recording.subscription !== undefined) {
      for (const { body, path, tenant } of seedsOf(exchanges, recording.subscription))
        await standIn.ask({ method: "PUT", path, tenant, service: "arm", request: body });
    }
    const replayed: Replayed[] = [];
    for (const [index, exchange] of exchanges.entries()) {
      if (isFurtherPage(exchange)) continue;
      const pages = recordedPages(exchange, exchanges.slice(index + 1));
      const { answer } = exchange;
      const azure = pages.length === 0 ? answer : { ...answer, body: withPages(answer.body, pages) };
      const sandbox = await answerTo(standIn, exchange);
      replayed.push({ exchange, azure, sandbox, differences: differencesOf(exchange, azure, sandbox) });
    }
    const slow = replayed.map((one) => withSlowness(one, slowAfter));
    return withVersions(withLateness(slow)).flatMap(({ differences, exchange }) => {
      const { method, number, path, step } = exchange;
      return differences.map((difference) => ({ ...difference, number, step, method, path }));
    });
  } finally {
    await standIn.close();
  }
}

async function answerTo(standIn: ReplaySandbox, exchange: Exchange): Promise<ExchangeAnswer> {
  const { answer: azure, method, service } = exchange;
  if (service !== "arm" || !WRITES.includes(method)) return await standIn.answer(exchange);
  const before = await standIn.answer({ ...withoutBody(exchange), method: "GET" });
  const sandbox = await standIn.answer(withETag(exchange, before));
  const isRefused = azure.status >= 400 && sandbox.status < 300;
  if (!isRefused) return sandbox;
  if (before.status === 200) await standIn.ask({ ...exchange, method: "PUT", request: before.body });
  else await standIn.ask({ ...withoutBody(exchange), method: "DELETE" });
  return sandbox;
}

function withoutBody({ request: _, ...exchange }: Exchange): Exchange {
  return exchange;
}

/** The recorded eTag is Azure's. The sandbox has its own. */
function withETag(exchange: Exchange, before: ExchangeAnswer): Exchange {
  const { request } = exchange;
  if (!isRecord(request)) return exchange;
  const name = Object.keys(request).find((key) => key.toLowerCase() === "etag");
  if (name === undefined) return exchange;
  const { [name]: _, ...others } = request;
  const current = textMember(before.body, "eTag");
  return { ...exchange, request: current === undefined ? others : { ...others, [name]: current } };
}

function differencesOf(
  exchange: Exchange,
  azure: ExchangeAnswer,
  sandbox: ExchangeAnswer,
): readonly AnswerDifference[] {
  if (isNotModelled(sandbox) && azure.status !== sandbox.status) {
    return [{ kind: "not modeled", place: "", azure: String(azure.status), sandbox: "not modeled" }];
  }
  return compareAnswers(azure, sandbox, modeOf(exchange));
}

function modeOf({ path, request, service }: Exchange): CompareMode {
  if (service !== "arm" || SHAPE_ONLY.test(path)) return "shape";
  return SHAPE_ONLY_QUERY.test(textMember(request, "query") ?? "") ? "shape" : "values";
}

/** The sandbox says of itself what it has not. */
function isNotModelled(sandbox: ExchangeAnswer): boolean {
  const code = errorCode(sandbox);
  const message = textMember(member(sandbox.body, "error"), "message") ?? "";
  return (
    code === "SandboxDoesNotModel" ||
    (code === "NoRegisteredProviderFound" && message.includes("The sandbox models"))
  );
}

function withSlowness(one: Replayed, slowAfter: number): Replayed {
  const { azure, differences, sandbox } = one;
  if (azure.milliseconds < slowAfter) return one;
  const slow: AnswerDifference = {
    kind: "slow",
    place: "",
    azure: `${(azure.milliseconds / 1000).toFixed(1)} s`,
    sandbox: `${(sandbox.milliseconds / 1000).toFixed(1)} s`,
  };
  return { ...one, differences: [...differences, slow] };
}
