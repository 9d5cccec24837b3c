/*
 * Receivers of an action group with a canary wherever a key or a signature can be.
 */

/** An address with a canary in its path, its query and its user. */
const address = (name: string, side: string) =>
  `https://user:CANARY${name}USER${side}@hooks.example/run/CANARY${name}PATH${side}/x?code=CANARY${name}QUERY${side}&sig=CANARY${name}SIG${side}`;

/** Receivers of every kind that has a secret, in ARM's shape. @param side what the canaries end with */
export function armReceivers(side: string) {
  const common = { useCommonAlertSchema: true };
  return {
    webhookReceivers: [{ name: "hook", serviceUri: address("WEBHOOK", side), ...common }],
    logicAppReceivers: [
      { name: "flow", resourceId: "/x", callbackUrl: address("LOGICAPP", side), ...common },
    ],
    azureFunctionReceivers: [
      {
        name: "function",
        functionAppResourceId: "/x",
        functionName: "run",
        httpTriggerUrl: address("FUNCTION", side),
        ...common,
      },
    ],
    automationRunbookReceivers: [
      {
        name: "runbook",
        automationAccountId: "/x",
        runbookName: "run",
        webhookResourceId: "/x",
        isGlobalRunbook: false,
        serviceUri: address("RUNBOOK", side),
        ...common,
      },
    ],
    itsmReceivers: [
      {
        name: "itsm",
        workspaceId: "x|y",
        connectionId: "x",
        region: "westeurope",
        ticketConfiguration: JSON.stringify({
          password: `CANARYITSMPASS${side}`,
          url: address("ITSM", side),
        }),
      },
    ],
  };
}

/** The canaries that a text has. */
export function canariesIn(text: string): readonly string[] {
  return [...new Set(text.match(/CANARY[A-Z]+/gi))];
}
