import type { Words } from "./text-words.ts";

export const FRENCH: Words = {
  title: (customer) => `Notifications de Microsoft à ${customer}`,
  intro: (partner) =>
    `${partner} gère les abonnements Azure ci-dessous. Microsoft envoie des notifications à leur sujet aux adresses indiquées, et certaines à vos propres administrateurs. Voici ce qu’elles signifient et ce qu’il faut faire.`,
  first: "Avant toute chose",
  firstSteps: [
    "Vérifiez qu’un message vient bien de Microsoft avant de suivre un lien. En cas de doute, ouvrez vous-même le portail Azure.",
    "Tenez à jour les adresses des propriétaires de vos abonnements et de vos administrateurs généraux, et désignez au moins deux administrateurs généraux.",
    "Exigez l’authentification multifacteur de tous les utilisateurs.",
    "Si plus personne ne peut se connecter : vous seul pouvez demander au support Microsoft de réinitialiser le mot de passe d’un administrateur. Précisez que votre partenaire n’a plus accès non plus.",
  ],
  call: (phone) => `Vous pouvez nous appeler à toute heure : ${phone}.`,
  todo: "Que faire :",
  subscription: "abonnement",
  recipients: "destinataires",
  noSubscription: "Il n’y a pas encore d’abonnement.",
  notSetUp: (until) => `personne : non configuré, jusqu’au ${until} au plus tard`,
  webhook: (name) => `le webhook ${name}`,
  security: (addresses, severity, roles) =>
    `${addresses} à partir de la gravité ${severity}${roles.length === 0 ? "" : `, ainsi que toutes les personnes ayant le rôle ${roles.join(", ")}`}`,
  budget: ({ actual, addresses, amount, currency, forecast }) =>
    `${addresses} à ${actual} %${forecast === "" ? "" : `, et à une prévision de ${forecast} %`} de ${amount} ${currency ?? "dans votre devise de facturation"} par mois`,
  notices: {
    "security-contact": {
      title: "Alertes de sécurité de Microsoft Defender pour le cloud",
      what: "Microsoft signale un incident de sécurité, ou un chemin qu’un attaquant pourrait emprunter.",
      todo: "Ne supprimez rien de ce que l’alerte désigne : ce sont des preuves. Appelez-nous, et consultez l’alerte avec nous dans Defender pour le cloud.",
    },
    "service-health-alert": {
      title: "Intégrité des services",
      what: "Microsoft annonce une panne, une maintenance planifiée, un avis de sécurité, un avis d’intégrité ou un changement de facturation.",
      todo: "Vérifiez si des services que vous utilisez sont concernés. Un avis de sécurité appelle une réaction : dites-nous qui l’a reçu et ce que vous avez décidé.",
    },
    budget: {
      title: "Budget",
      what: "Le coût du mois a atteint une part du budget, ou devrait l’atteindre.",
      todo: "Demandez qui a démarré quoi. Un coût que personne n’explique est traité comme un abus : appelez-nous le jour même.",
    },
    "cost-anomaly-alert": {
      title: "Coût inhabituel",
      what: "Le coût d’une journée s’écarte nettement de celui des jours précédents.",
      todo: "Regardez ce que la notification désigne. Une nouvelle ressource que personne ne connaît est traitée comme un abus : appelez-nous le jour même.",
    },
  },
};
