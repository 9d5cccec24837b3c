import { type AddCommand, EXIT_CODES, fleetOption, verb } from "../../command.ts";

export const addWebhook: AddCommand = (program, { console, end }) => {
  const webhook = program
    .command("webhook")
    .description("register a webhook for security alerts with Partner Center, and receive them")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  verb(
    webhook,
    "register",
    "register the address for security alerts; keeps another system's registration unless confirmed",
  )
    .option("--url <url>", "the https address")
    .option("--merge", "if another address is registered: also post its events to this one")
    .option("--replace", "if another address is registered: replace it and its events")
    .option("--forward-to <url>", "the address to which serve forwards events of another system")
    .option(
      "--save <file>",
      "the file that saves the current registration (default: webhook-registration-DIGEST.json)",
    )
    .option("--restore <file>", "restore a registration that an earlier run saved")
    .option("--yes", "without asking")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookRegister } = await import("./register.ts");
      end(await webhookRegister(flags, console));
    });
  verb(webhook, "show", "show the registration, whether it is ours, and whether it includes security alerts")
    .option("--url <url>", "our own address (default: partner.webhook.url of the fleet)")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookShow } = await import("./show.ts");
      end(await webhookShow(flags, console));
    });
  verb(webhook, "test", "request a test event from Partner Center, and wait for its delivery")
    .option("--timeout <seconds>", "the time to wait, in seconds (default: 120)")
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
    .option("--journal <dir>", "the folder that keeps events until delivery (default: webhook-journal)")
    .option(
      "--forward-to <url>",
      "forward events of another system to this address, unchanged (default: refuse them)",
    )
    .option("--forward-all", "also forward the events that are processed here")
    .addOption(fleetOption())
    .action(async (flags) => {
      const { webhookServe } = await import("./serve.ts");
      end(await webhookServe(flags, console));
    });
  verb(webhook, "journal", "show the events of serve: pending ones, and those that reached no receiver")
    .option("--journal <dir>", "the folder of serve (default: webhook-journal)")
    .option("--retry", "retry dead letters")
    .action(async (flags) => {
      const { webhookJournal } = await import("./journal.ts");
      end(await webhookJournal(flags, console));
    });
};
