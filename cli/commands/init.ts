import { flagOf, QUESTIONS } from "../../init/questions.ts";
import { type AddCommand, verb } from "./command.ts";

export const addInit: AddCommand = (program, { console, end }) => {
  const command = verb(program, "init", "make a fleet repository; asks for what is not given")
    .argument("<dir>", "the folder to make: new, empty, or with nothing but .git")
    .option("--yes", "do not ask: take what is usual for what is not given");
  for (const { ask, fallback, id, optional, value } of QUESTIONS) {
    const usual = fallback?.({});
    const note = usual === undefined ? (optional === true ? " (optional)" : "") : ` (default: ${usual})`;
    command.option(`${flagOf(id)} <${value}>`, `${ask}${note}`);
  }
  command
    .option("--package <spec>", "what npm installs as csp-baseline (default: this version)")
    .option("--no-install", "leave package-lock.json to the first npm install")
    .action(async (folder: string, flags) => {
      const { init } = await import("../init.ts");
      end(await init({ ...flags, folder }, console));
    });
};
