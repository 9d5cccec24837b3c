import { type AddCommand, EXIT_CODES, fleetOption, verb } from "../../command.ts";

export const addWebhook: AddCommand = (program, { console, end }) => {
  const webhook = program
    .command("webhook")
    .description("have Partner Center post security alerts, and receive them")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  verb(
    webhook,
    "register",
    "tell Partner Center where to post security alerts; it takes nothing over unasked",
  )
    .option("--url <url>", "the https address")
    .option("--merge", "where another address is registered: post all its events to this one too")
    .option("--replace", "where another address is registered: give it and its events up")
    .option("--forward-to <url>", "the address to which serve forwards events of another system")
    .option(
      "--save <file>",
      "where what is registered now is saved (default: webhook-registration-DIGEST.json)",
    )
    .option("--restore <file>", "register again what an earlier run saved")
    .option("--yes", "without asking")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookRegister } = await import("./register.ts");
      end(await webhookRegister(flags, console));
    });
  verb(webhook, "show", "what is registered, whether it is ours, and whether security alerts are among it")
    .option("--url <url>", "our own address (default: partner.webhook.url of the fleet)")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookShow } = await import("./show.ts");
      end(await webhookShow(flags, console));
    });
  verb(webhook, "test", "have Partner Center post a test event, and wait until it arrived")
    .option("--timeout <seconds>", "how long to wait (default: 120)")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookTest } = await import("./test-event.ts");
      end(await webhookTest(flags, console));
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
    .option("--journal <dir>", "where events are kept until delivered (default: webhook-journal)")
    .option("--forward-to <url>", "forward events of another system there, unchanged (default: refuse them)")
    .option("--forward-all", "forward there also the events that are taken here")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookServe } = await import("./serve.ts");
      end(await webhookServe(flags, console));
    });
  verb(webhook, "journal", "what serve holds: events that are pending, and those that reached no receiver")
    .option("--journal <dir>", "the folder that serve keeps (default: webhook-journal)")
    .option("--retry", "try dead letters anew")
    .action(async (flags) => {
      const { webhookJournal } = await import("./journal.ts");
      end(await webhookJournal(flags, console));
    });
};
