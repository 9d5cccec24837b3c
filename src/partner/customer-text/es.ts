import type { Words } from "./text-words.ts";

export const SPANISH: Words = {
  title: (customer) => `Notificaciones de Microsoft a ${customer}`,
  intro: (partner) =>
    `${partner} gestiona las suscripciones de Azure que figuran a continuación. Microsoft envía notificaciones sobre ellas a las direcciones indicadas y, en algunos casos, a sus propios administradores. Aquí se explica qué significan y qué hay que hacer.`,
  first: "Antes de nada",
  firstSteps: [
    "Compruebe que un correo es realmente de Microsoft antes de seguir un enlace. En caso de duda, abra usted mismo el portal de Azure.",
    "Mantenga al día las direcciones de los propietarios de sus suscripciones y de sus administradores globales, y designe al menos dos administradores globales.",
    "Exija la autenticación multifactor a todos los usuarios.",
    "Si ya nadie puede iniciar sesión: solo usted puede pedir al soporte técnico de Microsoft que restablezca la contraseña de un administrador. Indique que su socio tampoco tiene acceso.",
  ],
  call: (phone) => `Puede llamarnos a cualquier hora: ${phone}.`,
  todo: "Qué hacer:",
  subscription: "suscripción",
  recipients: "destinatarios",
  noSubscription: "Todavía no hay ninguna suscripción.",
  notSetUp: (until) => `nadie: sin configurar, como máximo hasta el ${until}`,
  webhook: (name) => `el webhook ${name}`,
  security: (addresses, severity, roles) =>
    `${addresses} a partir de la gravedad ${severity}${roles.length === 0 ? "" : `, y todas las personas con el rol ${roles.join(", ")}`}`,
  budget: ({ actual, addresses, amount, currency, forecast }) =>
    `${addresses} al ${actual} %${forecast === "" ? "" : ` y con una previsión del ${forecast} %`} de ${amount} ${currency ?? "en su moneda de facturación"} al mes`,
  notices: {
    "security-contact": {
      title: "Alertas de seguridad de Microsoft Defender for Cloud",
      what: "Microsoft avisa de un incidente de seguridad o de una vía que podría seguir un atacante.",
      todo: "No elimine nada de lo que la alerta señala: son pruebas. Llámenos y revise la alerta con nosotros en Defender for Cloud.",
    },
    "service-health-alert": {
      title: "Estado del servicio",
      what: "Microsoft informa de una interrupción, un mantenimiento planificado, un aviso de seguridad, un aviso de estado o un cambio en la facturación.",
      todo: "Compruebe si afecta a servicios que utiliza. Un aviso de seguridad exige una respuesta: díganos quién lo recibió y qué ha decidido.",
    },
    budget: {
      title: "Presupuesto",
      what: "El coste del mes ha alcanzado una parte del presupuesto, o se prevé que la alcance.",
      todo: "Averigüe quién ha iniciado qué. Un coste que nadie pueda explicar se trata como uso indebido: llámenos el mismo día.",
    },
    "cost-anomaly-alert": {
      title: "Coste inusual",
      what: "El coste de un día se aparta claramente del de los días anteriores.",
      todo: "Revise lo que señala la notificación. Un recurso nuevo que nadie conozca se trata como uso indebido: llámenos el mismo día.",
    },
  },
};
