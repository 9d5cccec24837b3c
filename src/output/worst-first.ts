import type { Finding } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Review } from "../review/model.ts";
import { severityRank } from "./finding-groups.ts";

const STATUSES: readonly Finding["status"][] = ["fail", "unknown", "excepted"];

/** All findings that do not pass: failures, then what cannot be told, then exceptions; in each the most severe first. */
export function worstFirst({ subscriptions }: Review): { finding: Finding; subscription: Subscription }[] {
  const open = subscriptions.flatMap(({ findings, subscription }) =>
    findings.filter(({ status }) => status !== "pass").map((finding) => ({ finding, subscription })),
  );
  const rank = ({ severity, status }: Finding) => STATUSES.indexOf(status) * 10 + severityRank(severity);
  return open.sort((a, b) => rank(a.finding) - rank(b.finding));
}
