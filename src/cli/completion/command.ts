import { Argument } from "commander";
import { type AddCommand, choosing, fleetOption, verb } from "../command.ts";

const HOW = `
In ~/.bashrc                   source <(csp-baseline completion bash)
In ~/.zshrc, after compinit    source <(csp-baseline completion zsh)
In $PROFILE of PowerShell      csp-baseline completion powershell | Out-String | Invoke-Expression`;

export const addCompletion: AddCommand = (program, { console, end }) => {
  const shells = ["bash", "zsh", "powershell"] as const;
  verb(program, "completion", "print a script that completes verbs, options and names in your shell")
    .addArgument(choosing(new Argument("<shell>", "which one"), shells))
    .addHelpText("after", HOW)
    .action(async (shell: (typeof shells)[number]) => {
      const { completion } = await import("./run.ts");
      end(completion(shell, program, console));
    });
  // The scripts call this verb for names.
  const kinds = ["customer", "subscription", "named"] as const;
  program
    .command("__complete", { hidden: true })
    .addArgument(new Argument("<kind>").choices(kinds))
    .argument("[prefix]")
    .addOption(fleetOption())
    .action(async (kind: (typeof kinds)[number], prefix: string | undefined, flags) => {
      const { complete } = await import("./run.ts");
      end(complete({ ...flags, kind, ...(prefix === undefined ? {} : { prefix }) }, console));
    });
};
