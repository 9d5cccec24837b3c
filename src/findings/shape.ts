import { z } from "zod";

/*
 * The definition of a finding. Its types are inferred from it. The JSON Schema, the reader of findings files and the
 * report's page use the same shapes; a reader of files of other origin adds limits to the values.
 */

/** The kinds of values in a finding. */
export interface Values {
  /** A sentence, or several. */
  readonly text: () => z.ZodType<string>;
  /** A short name. */
  readonly name: () => z.ZodType<string>;
  /** The id of a control or a duty. @param example for a message */
  readonly id: (example: string) => z.ZodType<string>;
  readonly subscriptionId: () => z.ZodType<string>;
  /** `YYYY-MM-DD` */
  readonly day: () => z.ZodType<string>;
  /** 0 or more. */
  readonly count: () => z.ZodType<number>;
  /** 1 or more. */
  readonly place: () => z.ZodType<number>;
  /** A list; a reader limits it to so many items. */
  readonly list: <Item>(item: z.ZodType<Item>, max: number) => z.ZodType<Item[]>;
  /** Names a part in the JSON Schema. */
  readonly part: <Shape extends z.ZodRawShape>(shape: Shape, id: string) => z.ZodObject<Shape>;
}

const severity = z.enum(["critical", "high", "medium", "low"]).describe("The severity of a failure.");

/** Returns the shapes of a finding, a duty of the partner and a summary, with values of these kinds. */
export function shapesOf({ count, day, id, list, name, part, place, subscriptionId, text }: Values) {
  const Position = part(
    {
      file: name().describe("Relative to the working directory if inside of it, with forward slashes."),
      line: place().describe("From 1."),
      column: place().describe("From 1, in UTF-16 code units."),
    },
    "Position",
  );
  const Exception = part(
    {
      reason: text().describe("The reason for waiving the control."),
      approvedBy: name().describe("The person or role that approved it."),
      expires: day().describe("The last day on which it is valid."),
    },
    "Exception",
  );
  const reference = z.object({
    tool: name().describe("A tool or standard, with its version."),
    id: name().describe("The id of its rule."),
  });
  const location = Position.describe("The line of the fleet to which it belongs.").exactOptional();
  const message = text().describe("One sentence for people.");
  const fix = text().describe("How to fix it.").exactOptional();
  /** One control in one subscription. */
  const finding = {
    control: id("security-contact").describe("The control's id, as CONTROLS.md lists them."),
    severity,
    subscriptionId: subscriptionId().describe("In lower case."),
    subscriptionName: name().describe("Unique within the customer."),
    customer: name().describe("The customer's key in the fleet."),
    status: z
      .enum(["pass", "fail", "excepted", "unknown"])
      .describe("unknown: the status could not be determined, which is not a pass."),
    message,
    fix,
    resource: text().describe("The Terraform address or ARM id of the resource.").exactOptional(),
    path: text().describe("The path of the value in ARM's names: properties.emails.").exactOptional(),
    location,
    exception: Exception.describe(
      "The exception that waives the control, or that waived it until it expired.",
    ).exactOptional(),
    references: list(reference, 500).describe("Rules of other tools about the same setting."),
  };
  /** One duty of the partner itself. A duty that the partner's role does not require has none. */
  const partnerFinding = {
    control: id("leavers-removed").describe("The duty's id, as `csp-baseline partner register` lists them."),
    kind: z.enum(["observed", "attested"]).describe("Whether an API shows it or a person attests it."),
    severity,
    status: z
      .enum(["pass", "fail", "unknown"])
      .describe("unknown: it was not observed, which is not a pass."),
    message,
    fix,
    due: day().describe("The last day on which the attestation is valid.").exactOptional(),
    warning: z.literal(true).describe("It passes, but that day is at most 30 days away.").exactOptional(),
    location,
    references: list(
      z.object({
        document: name().describe("The title of the document that requires it."),
        heading: name().describe("The heading in the document."),
        url: text().describe("The address of the document."),
      }),
      200,
    ).describe("The documents that require it."),
  };
  const summary = {
    subscriptions: count().describe("Managed subscriptions judged."),
    covered: count().describe("Those without a failed or unknown control."),
    pass: count().describe("Findings that pass."),
    fail: count().describe("Findings that fail."),
    excepted: count().describe("Findings waived by an exception."),
    unknown: count().describe("Findings with unknown status."),
  };
  return { finding, partnerFinding, summary, severity };
}

/** The type with all its members read-only, at every depth. */
export type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T;
type Shapes = ReturnType<typeof shapesOf>;
type Inferred<Shape extends z.ZodRawShape> = Immutable<z.infer<z.ZodObject<Shape>>>;

/** One control in one subscription, in the public format `findings/v1`. */
export type Finding = Inferred<Shapes["finding"]>;
/** The status of a control in a subscription. */
export type FindingStatus = Finding["status"];
export type FindingException = NonNullable<Finding["exception"]>;
/** One duty of the partner itself, in the public format `findings/v1`. */
export type PartnerFinding = Inferred<Shapes["partnerFinding"]>;
/** Counts of findings of subscriptions, without the partner's own duties. */
export type FindingsSummary = Inferred<Shapes["summary"]>;
