/** What one notice says. */
export interface NoticeWords {
  readonly title: string;
  readonly what: string;
  readonly todo: string;
}

/** Which notices there are. */
export type NoticeName = "security-contact" | "service-health-alert" | "budget" | "cost-anomaly-alert";

/** What the text for a customer says in one language. Parameters are Markdown, escaped already. */
export interface Words {
  readonly title: (customer: string) => string;
  readonly intro: (partner: string) => string;
  readonly first: string;
  readonly firstSteps: readonly string[];
  /** With the partner's phone number, which is answered at every hour. */
  readonly call: (phone: string) => string;
  readonly todo: string;
  readonly subscription: string;
  readonly told: string;
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
