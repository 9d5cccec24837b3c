import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";
import { CommandError, EXIT } from "../../exit-codes.ts";

export const addPartnerAttest: AddCommand = (program, { console, end }) => {
  verb(program, "attest", "record in partner.yaml that a duty is met, or list the state of all duties")
    .argument("[control]", "the duty, as `partner register` lists them, or partner-security-contact")
    .addOption(fleetOption())
    .option(
      "--owner <address>",
      "the address of the person who attests it (default: that of the last attestation)",
    )
    .option("--evidence <link>", "where the evidence is, https only (default: as before)")
    .option("--on <day>", "YYYY-MM-DD, the day on which it was seen (default: today)")
    .option("--valid-days <n>", "for how many days it counts (default: as before, or as the register says)")
    .option(
      "--list",
      "show what is overdue, open, due and met; exit status 1 when something is overdue or open",
    )
    .addOption(formatOption())
    .action(async (control: string | undefined, { list, ...flags }) => {
      if (list === true) {
        if (control !== undefined) throw new CommandError("--list takes no duty: it lists all", EXIT.invalid);
        const { attestList } = await import("./list.ts");
        return end(attestList(flags, console));
      }
      if (control === undefined)
        throw new CommandError(
          "name the duty, or ask for --list; `csp-baseline partner register` has all of them",
          EXIT.invalid,
        );
      const { attest } = await import("./run.ts");
      end(attest({ ...flags, control }, console));
    });
};
