/** The text of one notice. */
export interface NoticeWords {
  readonly title: string;
  readonly what: string;
  readonly todo: string;
}

/** The kinds of notices. */
export type NoticeName = "security-contact" | "service-health-alert" | "budget" | "cost-anomaly-alert";

/** The text for a customer in one language. Parameters are escaped Markdown. */
export interface Words {
  readonly title: (customer: string) => string;
  readonly intro: (partner: string) => string;
  readonly first: string;
  readonly firstSteps: readonly string[];
  /** Used if the partner has a phone number, which is answered around the clock. */
  readonly call: (phone: string) => string;
  readonly todo: string;
  readonly subscription: string;
  readonly recipients: string;
  readonly noSubscription: string;
  /** @param until `YYYY-MM-DD` */
  readonly notSetUp: (until: string) => string;
  readonly webhook: (name: string) => string;
  readonly security: (addresses: string, severity: string, roles: readonly string[]) => string;
  /** @param actual `50, 80, 100`; @param forecast empty where none is set; @param currency undefined: that of the invoice */
  readonly budget: (parts: {
    readonly addresses: string;
    readonly actual: string;
    readonly forecast: string;
    readonly amount: number;
    readonly currency: string | undefined;
  }) => string;
  readonly notices: Readonly<Record<NoticeName, NoticeWords>>;
}
