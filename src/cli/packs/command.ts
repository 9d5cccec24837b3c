import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addPacks: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "packs",
    "show the rules of policy packs, the controls that meet them, and the rules that cannot be met",
  )
    .argument("[name]", "one of them: cis-6, psrule, amba, partner-2025 (default: all)")
    .addOption(fleetOption())
    .addOption(formatOption())
    .action(async (name: string | undefined, flags) => {
      const { packs } = await import("./run.ts");
      end(packs({ ...flags, ...(name === undefined ? {} : { name }) }, console));
    });
};
