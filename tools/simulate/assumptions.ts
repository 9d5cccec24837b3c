import type { RateLimit } from "./token-bucket.ts";

/**
 * The resource usage of one run of Terraform on one stack. Requests are sent in the order metadata, tokens, reads,
 * writes.
 */
export interface TerraformRun {
  /** CPU time of Terraform and its providers, on one core; half before the requests, half after. */
  readonly cpuSeconds: number;
  /** Without identity, to ARM's metadata endpoint and Entra's openid-configuration; no limit is known. */
  readonly metadata: number;
  /** Requests to Entra for an access token. */
  readonly tokens: number;
  /** GET requests on the subscription. */
  readonly reads: number;
  /** PUT requests on the subscription. */
  readonly writes: number;
  /** Waiting without computing: the provider polls until a created resource can be found. */
  readonly idleSeconds: number;
}

/** An operation on a stack: the runs of Terraform, one after the other. */
export type Operation = "plan" | "update" | "create";

/**
 * The assumptions of the simulation. Each figure is marked as measured, documented or assumed. Measured figures are of
 * Terraform 1.11, azurerm 4.55.0 and azapi 2.12.0 against a loopback Azure. The stack has all required controls: 19
 * resources and 6 lists. ARM_PROVIDER_ENHANCED_VALIDATION is false: otherwise a run needs one more read and one more
 * metadata request.
 */
export interface Assumptions {
  readonly operations: Readonly<Record<Operation, readonly TerraformRun[]>>;
  /** Round trip of a read, a token or a metadata request. Assumed. Seconds. */
  readonly readSeconds: number;
  /** Round trip of a write. Assumed. Seconds. */
  readonly writeSeconds: number;
  /** Requests that Terraform has in flight at once: its default. */
  readonly requestsAtOnce: number;
  /** Attempts of a throttled request before the provider fails: azurerm's default of 9 retries and the first. */
  readonly requestAttempts: number;
  /** ARM, per subscription, principal and kind: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
  readonly subscriptionReads: RateLimit;
  readonly subscriptionWrites: RateLimit;
  /** ARM, per tenant and principal, for requests at scopes above subscriptions; the same page. */
  readonly tenantReads: RateLimit;
  /** Reads above subscriptions in a run of Terraform. Measured: none, unless the metadata counts as such. */
  readonly tenantReadsPerRun: number;
  /** Entra publishes no figure. Undefined: it never throttles. */
  readonly entra: RateLimit | undefined;
  /**
   * The Retry-After of Entra for a throttled client:
   * https://learn.microsoft.com/entra/msal/dotnet/advanced/client-and-server-throttling
   */
  readonly entraRetryAfter: number;
  /** Checkout, Node, `npm ci`, build, Terraform, the providers into the cache. Assumed. Seconds. */
  readonly jobStartSeconds: number;
  /** Downloading and unpacking the stacks, for each of the fleet. Assumed. Seconds. */
  readonly jobSecondsPerStackOfFleet: number;
  /** Uploading plans and ending. Assumed. Seconds. */
  readonly jobEndSeconds: number;
  /** A hosted runner's job is killed after six hours: documented by GitHub and by Azure Pipelines. */
  readonly jobLimitSeconds: number;
  /** `check`, `synth` and the gate, for each stack of the fleet. Measured. Seconds. */
  readonly synthSecondsPerStack: number;
  /** Reviewing a plan. Assumed. Seconds. */
  readonly reviewSecondsPerPlan: number;
  /** The share of Terraform runs that fail and succeed on a second attempt. Assumed. */
  readonly transientFailures: number;
  /** The share of stacks that fail until a person fixes the cause: a missing role, a policy. Assumed. */
  readonly lastingFailures: number;
  /** The number of times per hour that a runner is lost with its job. Assumed. */
  readonly runnersLostPerHour: number;
}

/** Terraform loads the providers for `plan`, `show` and `apply`; the released azurerm, some 250 MB, takes longer than the reduced one that was measured. Assumed: one CPU second each. */
const WHOLE_PROVIDER = 1;

/** `init` 0.4 s, `plan` 1.9 s, `show -json` 0.5 s. */
const PLAN: TerraformRun = {
  cpuSeconds: 2.8 + 2 * WHOLE_PROVIDER,
  metadata: 2,
  tokens: 3,
  reads: 25,
  writes: 0,
  idleSeconds: 0,
};
const PLAN_NEW: TerraformRun = { ...PLAN, cpuSeconds: 2.4 + 2 * WHOLE_PROVIDER, tokens: 2, reads: 6 };
/** One changed resource. */
const APPLY: TerraformRun = {
  cpuSeconds: 1 + WHOLE_PROVIDER,
  metadata: 1,
  tokens: 2,
  reads: 1,
  writes: 1,
  idleSeconds: 0,
};
/** All resources created; azurerm polls for some 20 s until a new resource group can be found. */
const APPLY_NEW: TerraformRun = {
  cpuSeconds: 1.3 + WHOLE_PROVIDER,
  metadata: 2,
  tokens: 3,
  reads: 40,
  writes: 19,
  idleSeconds: 20,
};

export const ASSUMPTIONS: Assumptions = {
  operations: { plan: [PLAN], update: [PLAN, APPLY], create: [PLAN_NEW, APPLY_NEW] },
  readSeconds: 0.2,
  writeSeconds: 1,
  requestsAtOnce: 10,
  requestAttempts: 10,
  subscriptionReads: { capacity: 250, perSecond: 25 },
  subscriptionWrites: { capacity: 200, perSecond: 10 },
  tenantReads: { capacity: 250, perSecond: 25 },
  tenantReadsPerRun: 0,
  entra: undefined,
  entraRetryAfter: 60,
  jobStartSeconds: 90,
  jobSecondsPerStackOfFleet: 0.001,
  jobEndSeconds: 10,
  jobLimitSeconds: 6 * 3600,
  synthSecondsPerStack: 0.002,
  reviewSecondsPerPlan: 0.005,
  transientFailures: 0.005,
  lastingFailures: 0.001,
  runnersLostPerHour: 0.005,
};
