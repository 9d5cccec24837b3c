import { z } from "zod";

export const CURVE_SCHEMA = "csp-baseline/bench-curve/v1";

/** What one size of fleet took, in one run. */
const CurvePoint = z.strictObject({
  subscriptions: z.number(),
  fullSeconds: z.number(),
  /** All threads together. */
  fullCpuSeconds: z.number(),
  fullMegabytes: z.number(),
  unchangedSeconds: z.number(),
  oneChangedSeconds: z.number(),
  checkSeconds: z.number(),
});
export type CurvePoint = z.infer<typeof CurvePoint>;

/** What `npm run bench:curve` writes. */
export const Curve = z.strictObject({
  schema: z.literal(CURVE_SCHEMA),
  date: z.string(),
  node: z.string(),
  cores: z.number(),
  note: z.string().optional(),
  points: z.array(CurvePoint),
});
export type Curve = z.infer<typeof Curve>;
