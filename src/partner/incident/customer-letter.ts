import type { CustomerLanguage } from "../../fleet/index.ts";
import { code, prose } from "../../text/markdown.ts";
import type { Incident } from "./report.ts";

interface Letter {
  readonly title: (subscription: string) => string;
  readonly happened: (partner: string, subscription: string) => string;
  readonly named: string;
  readonly doing: string;
  readonly todo: string;
  readonly steps: readonly string[];
  readonly call: (phone: string) => string;
}

const LETTERS: Readonly<Record<CustomerLanguage, Letter>> = {
  en: {
    title: (subscription) => `Possible misuse of your Azure subscription ${subscription}`,
    happened: (partner, subscription) =>
      `Microsoft has reported unusual activity in your Azure subscription ${subscription}. ${partner} is investigating it and needs your help.`,
    named: "Microsoft names:",
    doing:
      "We may stop resources, remove access that was granted recently, or suspend this subscription to limit the damage. Your other subscriptions are not affected. We tell you before we act, unless waiting would make it worse.",
    todo: "Please do the following now:",
    steps: [
      "Tell us whether your company planned this activity.",
      "Do not delete anything that is named here: it is evidence.",
      "Make sure that every administrator signs in with multifactor authentication, and reset the passwords of accounts that you do not recognize or that behave strangely.",
      "If no one can sign in any more, call Microsoft support yourselves and say that your partner has no access either: only you can have an administrator’s password reset.",
    ],
    call: (phone) =>
      `Call us at any hour: ${phone}. Do not reply to mails that ask for a password or a code.`,
  },
  de: {
    title: (subscription) => `Möglicher Missbrauch Ihres Azure-Abonnements ${subscription}`,
    happened: (partner, subscription) =>
      `Microsoft hat ungewöhnliche Aktivitäten in Ihrem Azure-Abonnement ${subscription} gemeldet. ${partner} untersucht den Vorfall und benötigt Ihre Mithilfe.`,
    named: "Microsoft nennt:",
    doing:
      "Um den Schaden zu begrenzen, können wir Ressourcen anhalten, kürzlich erteilte Zugriffsrechte entfernen oder dieses Abonnement sperren. Ihre übrigen Abonnements sind davon nicht betroffen. Wir informieren Sie vorher, es sei denn, jede Verzögerung würde den Schaden vergrößern.",
    todo: "Bitte tun Sie jetzt Folgendes:",
    steps: [
      "Teilen Sie uns mit, ob jemand in Ihrem Unternehmen diese Aktivitäten geplant hat.",
      "Löschen Sie nichts von dem, was hier genannt ist: Es dient als Beweismittel.",
      "Stellen Sie sicher, dass sich alle Administratoren mit mehrstufiger Authentifizierung anmelden, und setzen Sie die Kennwörter unbekannter oder auffälliger Konten zurück.",
      "Wenn sich niemand mehr anmelden kann, rufen Sie bitte selbst den Microsoft-Support an und weisen Sie darauf hin, dass auch Ihr Partner keinen Zugriff hat. Nur Sie können das Kennwort eines Administrators zurücksetzen lassen.",
    ],
    call: (phone) =>
      `Sie erreichen uns rund um die Uhr: ${phone}. Antworten Sie nicht auf E-Mails, in denen nach einem Kennwort oder einem Code gefragt wird.`,
  },
  fr: {
    title: (subscription) => `Utilisation abusive possible de votre abonnement Azure ${subscription}`,
    happened: (partner, subscription) =>
      `Microsoft a signalé une activité inhabituelle dans votre abonnement Azure ${subscription}. ${partner} mène l’enquête et a besoin de votre aide.`,
    named: "Microsoft désigne :",
    doing:
      "Pour limiter les dégâts, nous pouvons arrêter des ressources, retirer des accès accordés récemment ou suspendre cet abonnement. Vos autres abonnements ne sont pas concernés. Nous vous prévenons avant d’agir, sauf si attendre aggraverait la situation.",
    todo: "Merci de faire ce qui suit dès maintenant :",
    steps: [
      "Dites-nous si quelqu’un dans votre entreprise avait prévu cette activité.",
      "Ne supprimez rien de ce qui est désigné ici : ce sont des preuves.",
      "Vérifiez que chaque administrateur se connecte avec l’authentification multifacteur, et réinitialisez les mots de passe des comptes inconnus ou au comportement suspect.",
      "Si plus personne ne peut se connecter, appelez vous-même le support Microsoft et précisez que votre partenaire n’a plus accès non plus. Vous seul pouvez faire réinitialiser le mot de passe d’un administrateur.",
    ],
    call: (phone) =>
      `Vous pouvez nous appeler à toute heure : ${phone}. Ne répondez pas aux messages qui demandent un mot de passe ou un code.`,
  },
  es: {
    title: (subscription) => `Posible uso indebido de su suscripción de Azure ${subscription}`,
    happened: (partner, subscription) =>
      `Microsoft ha notificado una actividad inusual en su suscripción de Azure ${subscription}. ${partner} está investigando el caso y necesita su colaboración.`,
    named: "Microsoft señala:",
    doing:
      "Para limitar los daños, podemos detener recursos, retirar accesos concedidos recientemente o suspender esta suscripción. Sus demás suscripciones no se verán afectadas. Le avisaremos antes de actuar, salvo que esperar agrave la situación.",
    todo: "Le pedimos que haga lo siguiente ahora:",
    steps: [
      "Indíquenos si alguien de su empresa había previsto esta actividad.",
      "No elimine nada de lo que aquí se señala: son pruebas.",
      "Compruebe que todos los administradores inician sesión con autenticación multifactor y restablezca las contraseñas de las cuentas que no reconozca o que se comporten de forma extraña.",
      "Si ya nadie puede iniciar sesión, llame usted mismo al soporte técnico de Microsoft e indique que su socio tampoco tiene acceso. Solo usted puede solicitar que se restablezca la contraseña de un administrador.",
    ],
    call: (phone) =>
      `Puede llamarnos a cualquier hora: ${phone}. No responda a correos que le pidan una contraseña o un código.`,
  },
};

/**
 * Renders the text for the customer, as Markdown.
 * @param phone the partner's number; the text has none if it is undefined
 */
export function customerLetter(
  { alerts, subscription }: Incident,
  partnerName: string,
  language: CustomerLanguage,
  phone: string | undefined,
): string {
  const { call, doing, happened, named, steps, title, todo } = LETTERS[language];
  const name = code(subscription.name);
  const resources = [...new Set(alerts.flatMap((one) => one.resources))].slice(0, 50);
  const blocks = [
    `# ${title(name)}`,
    happened(prose(partnerName), name),
    ...(resources.length === 0 ? [] : [named, resources.map((id) => `- ${code(id)}`).join("\n")]),
    doing,
    todo,
    steps.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...(phone === undefined ? [] : [`**${call(phone)}**`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}
