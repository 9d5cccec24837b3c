import { type AddCommand, EXIT_CODES, fleetOption, verb } from "../../command.ts";

export const addWebhook: AddCommand = (program, { console, end }) => {
  const webhook = program
    .command("webhook")
    .description("have Partner Center post security alerts, and receive them")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  verb(webhook, "register", "tell Partner Center where to post security alerts")
    .requiredOption("--url <url>", "the https address")
    .option("--yes", "without asking")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookRegister } = await import("./run.ts");
      end(await webhookRegister(flags, console));
    });
  verb(webhook, "show", "what is registered, and whether security alerts are among it")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookShow } = await import("./run.ts");
      end(await webhookShow(flags, console));
    });
  verb(
    webhook,
    "serve",
    "receive events, check their signature, and forward alerts to the operations contacts",
  )
    .option("--port <n>", "the port to listen on (default: 8080)")
    .option("--host <address>", "the address to listen on (default: 127.0.0.1)")
    .option("--roots <file>", "PEM file of the only roots to trust (default: those that Node trusts)")
    .option("--certificate-hosts <names>", "hosts to fetch certificates from (default: Partner Center's)")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookServe } = await import("./run.ts");
      end(await webhookServe(flags, console));
    });
};
