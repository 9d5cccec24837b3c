import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";
import { CommandError, EXIT } from "../../exit-codes.ts";

export const addPartnerAttest: AddCommand = (program, { console, end }) => {
  verb(program, "attest", "record in partner.yaml that a duty is met, or list all duties")
    .argument("[control]", "the duty, as `partner register` lists them, or partner-security-contact")
    .addOption(fleetOption())
    .option(
      "--owner <address>",
      "the address of the person who attests it (default: that of the last attestation)",
    )
    .option("--evidence <link>", "the link to the evidence, https only (default: as before)")
    .option("--on <day>", "the day of the verification, YYYY-MM-DD (default: today)")
    .option("--valid-days <n>", "the validity in days (default: as before, or that of the register)")
    .option("--list", "list overdue, open, due and met duties; exit with 1 if a duty is overdue or open")
    .addOption(formatOption())
    .action(async (control: string | undefined, { list, ...flags }) => {
      if (list === true) {
        if (control !== undefined) throw new CommandError("--list takes no duty: it lists all", EXIT.invalid);
        const { attestList } = await import("./list.ts");
        return end(attestList(flags, console));
      }
      if (control === undefined)
        throw new CommandError(
          "pass the duty, or --list; `csp-baseline partner register` lists all of them",
          EXIT.invalid,
        );
      const { attest } = await import("./run.ts");
      end(attest({ ...flags, control }, console));
    });
};
