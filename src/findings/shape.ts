import { z } from "zod";

/*
 * The one definition of a finding. Its types are inferred from it. The JSON Schema, the reader of findings files and the
 * report's page use the same shapes; a reader of other people's files puts bounds to the values.
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
  /** At most so many items, for a reader. */
  readonly list: <Item>(item: z.ZodType<Item>, max: number) => z.ZodType<Item[]>;
  /** Names a part in the JSON Schema. */
  readonly part: <Shape extends z.ZodRawShape>(shape: Shape, id: string) => z.ZodObject<Shape>;
}

const severity = z.enum(["critical", "high", "medium", "low"]).describe("How bad it is when it fails.");

/** A finding, a duty of the partner and a summary, made of values of these kinds. */
export function shapesOf({ count, day, id, list, name, part, place, subscriptionId, text }: Values) {
  const Position = part(
    {
      file: name().describe("Relative to the working directory where it is inside, with forward slashes."),
      line: place().describe("From 1."),
      column: place().describe("From 1, in UTF-16 code units."),
    },
    "Position",
  );
  const Exception = part(
    {
      reason: text().describe("Why the control is waived."),
      approvedBy: name().describe("Who allowed it."),
      expires: day().describe("The last day on which it holds."),
    },
    "Exception",
  );
  const reference = z.object({
    tool: name().describe("A tool or standard, with its version."),
    id: name().describe("Its rule."),
  });
  const location = Position.describe("The line of the fleet that it comes from.").exactOptional();
  const message = text().describe("One sentence for a person.");
  const fix = text().describe("What to do about it.").exactOptional();
  /** One control in one subscription. */
  const finding = {
    control: id("security-contact").describe("The control's id, as CONTROLS.md lists them."),
    severity,
    subscriptionId: subscriptionId().describe("In lower case."),
    subscriptionName: name().describe("Unique within the customer."),
    customer: name().describe("The customer's key in the fleet."),
    status: z
      .enum(["pass", "fail", "excepted", "unknown"])
      .describe("unknown: it cannot be told, which is not a pass."),
    message,
    fix,
    resource: text().describe("Terraform address or ARM id of the resource it is about.").exactOptional(),
    path: text().describe("The value it is about, in ARM's names: properties.emails.").exactOptional(),
    location,
    exception: Exception.describe(
      "The exception that waives the control, or that did until its day passed.",
    ).exactOptional(),
    references: list(reference, 500).describe("Rules of other tools that are about the same."),
  };
  /** One duty of the partner itself. A duty that is not asked of its role has none. */
  const partnerFinding = {
    control: id("leavers-removed").describe("The duty's id, as `csp-baseline partner register` lists them."),
    kind: z.enum(["observed", "attested"]).describe("An API shows it, or a person vouches for it."),
    severity,
    status: z
      .enum(["pass", "fail", "unknown"])
      .describe("unknown: it was not observed, which is not a pass."),
    message,
    fix,
    due: day().describe("The last day on which what a person saw counts.").exactOptional(),
    warning: z.literal(true).describe("It passes, but that day is at most 30 days away.").exactOptional(),
    location,
    references: list(
      z.object({
        document: name().describe("The title of the document that asks for it."),
        heading: name().describe("The heading in it."),
        url: text().describe("Where the document is."),
      }),
      200,
    ).describe("Who asks for it."),
  };
  const summary = {
    subscriptions: count().describe("Managed subscriptions judged."),
    covered: count().describe("Those without a failed or unknown control."),
    pass: count().describe("Findings that pass."),
    fail: count().describe("Findings that fail."),
    excepted: count().describe("Findings waived by an exception."),
    unknown: count().describe("Findings that cannot be told."),
  };
  return { finding, partnerFinding, summary, severity };
}

/** The same type with all that is below it read-only. */
export type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T;
type Shapes = ReturnType<typeof shapesOf>;
type Inferred<Shape extends z.ZodRawShape> = Immutable<z.infer<z.ZodObject<Shape>>>;

/** One control in one subscription, as `findings/v1` has it: a public format. */
export type Finding = Inferred<Shapes["finding"]>;
/** What became of a control in a subscription. */
export type FindingStatus = Finding["status"];
export type FindingException = NonNullable<Finding["exception"]>;
/** One duty of the partner itself, as `findings/v1` has it: a public format. */
export type PartnerFinding = Inferred<Shapes["partnerFinding"]>;
/** Counts of findings of subscriptions; the partner's own are not counted in it. */
export type FindingsSummary = Inferred<Shapes["summary"]>;
