import type { Words } from "./text-words.ts";

export const GERMAN: Words = {
  title: (customer) => `Benachrichtigungen von Microsoft an ${customer}`,
  intro: (partner) =>
    `${partner} betreut die unten genannten Azure-Abonnements. Microsoft sendet Benachrichtigungen dazu an die angegebenen Adressen, einige auch an Ihre eigenen Administratoren. Hier lesen Sie, was sie bedeuten und was zu tun ist.`,
  first: "Das Wichtigste zuerst",
  firstSteps: [
    "Prüfen Sie, ob eine E-Mail wirklich von Microsoft stammt, bevor Sie einem Link darin folgen. Öffnen Sie im Zweifel das Azure-Portal selbst.",
    "Halten Sie die Adressen Ihrer Abonnementbesitzer und Ihrer globalen Administratoren aktuell, und benennen Sie mindestens zwei globale Administratoren.",
    "Verlangen Sie von allen Benutzern die mehrstufige Authentifizierung.",
    "Wenn sich niemand mehr anmelden kann: Nur Sie selbst können den Microsoft-Support bitten, das Kennwort eines Administrators zurückzusetzen. Weisen Sie darauf hin, dass auch Ihr Partner keinen Zugriff hat.",
  ],
  call: (phone) => `Sie erreichen uns rund um die Uhr: ${phone}.`,
  todo: "Was zu tun ist:",
  subscription: "Abonnement",
  recipients: "Empfänger",
  noSubscription: "Es gibt noch kein Abonnement.",
  notSetUp: (until) => `niemand: nicht eingerichtet, längstens bis ${until}`,
  webhook: (name) => `der Webhook ${name}`,
  security: (addresses, severity, roles) =>
    `${addresses} ab dem Schweregrad ${severity}${roles.length === 0 ? "" : ` sowie alle Personen mit der Rolle ${roles.join(", ")}`}`,
  budget: ({ actual, addresses, amount, currency, forecast }) =>
    `${addresses} bei ${actual} %${forecast === "" ? "" : ` und bei einer Prognose von ${forecast} %`} von monatlich ${amount} ${currency ?? "in Ihrer Abrechnungswährung"}`,
  notices: {
    "security-contact": {
      title: "Sicherheitswarnungen von Microsoft Defender for Cloud",
      what: "Microsoft meldet einen Sicherheitsvorfall oder einen Weg, den ein Angreifer nehmen könnte.",
      todo: "Löschen Sie nichts von dem, was die Warnung nennt: Es dient als Beweismittel. Rufen Sie uns an, und sehen Sie sich die Warnung gemeinsam mit uns in Defender for Cloud an.",
    },
    "service-health-alert": {
      title: "Dienstintegrität",
      what: "Microsoft informiert über eine Störung, eine geplante Wartung, einen Sicherheitshinweis, einen Integritätshinweis oder eine Änderung der Abrechnung.",
      todo: "Prüfen Sie, ob Dienste betroffen sind, die Sie nutzen. Ein Sicherheitshinweis verlangt eine Reaktion: Teilen Sie uns mit, wen er erreicht hat und was Sie entschieden haben.",
    },
    budget: {
      title: "Budget",
      what: "Die Kosten des Monats haben einen Teil des Budgets erreicht oder werden ihn voraussichtlich erreichen.",
      todo: "Klären Sie, wer was gestartet hat. Kosten, die sich niemand erklären kann, behandeln wir als Missbrauch: Rufen Sie uns am selben Tag an.",
    },
    "cost-anomaly-alert": {
      title: "Ungewöhnliche Kosten",
      what: "Die Kosten eines Tages weichen deutlich von denen der Vortage ab.",
      todo: "Sehen Sie sich an, was die Meldung nennt. Eine neue Ressource, die niemand kennt, behandeln wir als Missbrauch: Rufen Sie uns am selben Tag an.",
    },
  },
};
