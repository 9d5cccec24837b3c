import type { AzureConnection } from "../azure/connection.ts";
import type { ArmExports } from "../evidence/arm/index.ts";
import { type Finding, type FindingsSummary, FindingsTally } from "../findings/index.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import type { AccessAudit } from "./access/index.ts";
import type { SignIn } from "./azure-sources.ts";
import { type Asked, type Coverage, coverageOf, type Standing } from "./coverage.ts";
import { invisibleReason, standingFindings, unmanagedFinding } from "./coverage-controls.ts";
import { inOrder } from "./in-order.ts";
import type { AuditJudge, Verdicts } from "./judge.ts";
import { type LiveOptions, readLive } from "./live-evidence.ts";
import type { SourceAnswer, SubscriptionSource } from "./sources/source.ts";
import type { TenantAudit } from "./tenant-audit.ts";

/** The controls of the partner's access, if the fleet enables them. */
type AccessOfAudit = Pick<AccessAudit, "invisible" | "judge" | "unknown">;

export interface AuditOptions {
  /** The managed subscriptions to judge. */
  readonly subscriptions: readonly Subscription[];
  /** Reports whether an unmanaged subscription is in scope: another part of the fleet may cover it. */
  readonly isWanted: (subscriptionId: string) => boolean;
  readonly judge: AuditJudge;
  /** @default nothing is judged of it */
  readonly access?: AccessOfAudit;
  /** @default - customers' tenants are not judged */
  readonly tenants?: Pick<TenantAudit, "judge" | "unknown">;
  /** Receives findings as they are judged, those of one subscription together. */
  readonly onFindings: (findings: readonly Finding[]) => void;
  /** Receives the result of a managed subscription, after its findings. */
  readonly onSubscription?: (subscription: Subscription, judged: JudgedSubscription) => void;
  /** Called before the first judgement. */
  readonly onCoverage?: (coverage: Coverage) => void;
}

/** The result of an audit for a managed subscription. */
export interface JudgedSubscription extends Verdicts {
  readonly standing: Standing;
  /** The reason why nothing could be read; undefined if something could. */
  readonly unread?: string;
}

/** The result of an audit, without the findings that were passed on. */
export interface AuditResult {
  readonly coverage: Coverage;
  readonly summary: FindingsSummary;
  /** The number of completely unreadable subscriptions, by reason. */
  readonly unread: ReadonlyMap<string, number>;
  /** The number of subscriptions that could be read at least in part. */
  readonly read: number;
}

/** Judges subscriptions by files exported from Azure. */
export function auditExports(fleet: Fleet, exports: ArmExports, options: AuditOptions): AuditResult {
  const complaints = exports.problems.map(({ file, message }) => `${file}: ${message}`);
  const isList = exports.listsSubscriptions;
  const answer: SourceAnswer = {
    kind: "files",
    name: "the exported files",
    subscriptions: [...exports.subscriptions].map(([subscriptionId, seen]) => ({ ...seen, subscriptionId })),
    complaints: isList ? complaints : [...complaints, "they contain no list of subscriptions"],
    complete: isList && exports.problems.every(({ kind }) => kind === "unused"),
    ...(isList ? {} : { isNoList: true }),
  };
  const run = new AuditRun(coverageOf(fleet, [{ source: { shows: () => true }, answer }]), options);
  for (const subscription of options.subscriptions) {
    const access = [
      ...(options.access?.unknown(subscription, NOT_EXPORTED) ?? []),
      ...(options.tenants?.unknown(subscription, NO_TENANT_EXPORTED) ?? []),
    ];
    if (exports.subscriptions.has(subscription.id)) {
      const verdicts = options.judge.judgeShared(subscription, exports.shared(subscription.id));
      run.add(subscription, verdicts, access);
    } else run.addInvisible(subscription, access);
  }
  return run.end();
}

const NOT_EXPORTED = "exported files do not show who has access: audit Azure itself";
const NO_TENANT_EXPORTED = "exported files do not show alerts of a tenant: audit Azure itself";
/** The number of subscriptions whose access is read concurrently. */
const WIDTH = 24;

export interface AzureAuditOptions extends AuditOptions {
  readonly signIns: readonly SignIn[];
  readonly sources: readonly SubscriptionSource[];
  readonly width?: LiveOptions["width"];
}

/** Judges the current state of subscriptions in Azure. */
export async function auditAzure(fleet: Fleet, options: AzureAuditOptions): Promise<AuditResult> {
  const asked = await Promise.all(
    options.sources.map(async (source): Promise<Asked> => ({ source, answer: await source.list() })),
  );
  const run = new AuditRun(coverageOf(fleet, asked), options);
  const knownToGraph = new Set(
    asked
      .filter(({ answer }) => answer.kind === "graph")
      .flatMap(({ answer }) => answer.subscriptions.map(({ subscriptionId }) => subscriptionId)),
  );
  const ofTenant = async (connection: AzureConnection, subscription: Subscription) =>
    (await options.tenants?.judge(connection, subscription)) ?? [];
  for (const { connection, shows } of options.signIns) {
    const own = options.subscriptions.filter(shows);
    for (const subscription of own.filter((one) => !run.isSeen(one))) {
      const reason = run.whyUncertain(subscription);
      const access = (await options.access?.invisible(connection, subscription, reason)) ?? [];
      run.addInvisible(subscription, [...access, ...(await ofTenant(connection, subscription))]);
    }
    const readings = readLive({
      connection,
      subscriptions: own.filter((one) => run.isSeen(one)),
      inGraph: ({ id }) => knownToGraph.has(id),
      ...(options.width === undefined ? {} : { width: options.width }),
    });
    const ofAccess = inOrder(
      own.filter((one) => run.isSeen(one)),
      WIDTH,
      async (one) => [
        ...((await options.access?.judge(connection, one)) ?? []),
        ...(await ofTenant(connection, one)),
      ],
    );
    for await (const { evidence, failure, subscription } of readings) {
      const access = await ofAccess.next();
      const found = access.done === true ? [] : access.value;
      run.add(subscription, options.judge.judge(subscription, evidence), found, failure?.message);
    }
  }
  return run.end();
}

/** Collects the findings of one audit. */
class AuditRun {
  readonly #coverage: Coverage;
  readonly #options: AuditOptions;
  readonly #tally = new FindingsTally();
  readonly #unread = new Map<string, number>();
  #read = 0;
  #passed = 0;

  constructor(coverage: Coverage, options: AuditOptions) {
    this.#coverage = coverage;
    this.#options = options;
    options.onCoverage?.(coverage);
  }

  isSeen(subscription: Subscription): boolean {
    return this.#coverage.standing(subscription).visibility === "seen";
  }

  /** Why it is not certain that a subscription is gone which is not seen; undefined where it is. */
  whyUncertain(subscription: Subscription): string | undefined {
    const standing = this.#coverage.standing(subscription);
    const isGone = standing.visibility === "billed" || standing.visibility === "nowhere";
    return isGone ? undefined : invisibleReason(standing);
  }

  /**
   * @param access what was found of the partner's access
   * @param unread why nothing of it could be read
   */
  add(subscription: Subscription, verdicts: Verdicts, access: readonly Finding[], unread?: string): void {
    this.#passed += verdicts.passed;
    if (unread === undefined) this.#read += 1;
    else this.#unread.set(unread, (this.#unread.get(unread) ?? 0) + 1);
    const standing = this.#coverage.standing(subscription);
    const findings = [...standingFindings(subscription, standing), ...verdicts.findings, ...access];
    this.#tell(findings);
    this.#options.onSubscription?.(subscription, {
      ...verdicts,
      findings,
      standing,
      ...(unread === undefined ? {} : { unread }),
    });
  }

  /** Adds a subscription that Azure does not show: its controls are unknown. */
  addInvisible(subscription: Subscription, access: readonly Finding[] = []): void {
    const reason = invisibleReason(this.#coverage.standing(subscription));
    this.add(subscription, this.#options.judge.unknown(subscription, reason), access, reason);
  }

  end(): AuditResult {
    const unmanaged = this.#coverage.unmanaged.filter(({ subscriptionId }) =>
      this.#options.isWanted(subscriptionId),
    );
    for (const one of unmanaged) this.#options.onFindings([unmanagedFinding(one)]);
    const summary = this.#tally.summary();
    return {
      coverage: { ...this.#coverage, unmanaged },
      // They are not managed subscriptions, but each is a failure.
      summary: { ...summary, pass: summary.pass + this.#passed, fail: summary.fail + unmanaged.length },
      unread: this.#unread,
      read: this.#read,
    };
  }

  #tell(findings: readonly Finding[]): void {
    this.#tally.add(findings);
    this.#options.onFindings(findings);
  }
}
