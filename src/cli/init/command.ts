import { flagOf, QUESTIONS, type Question } from "../../adopt/init/questions.ts";
import { type AddCommand, verb } from "../command.ts";

export const addInit: AddCommand = (program, { console, end }) => {
  const command = verb(program, "init", "make a fleet repository; asks for what is not given")
    .argument("<dir>", "the folder to make: new, empty, or with nothing but .git")
    .option("--yes", "do not ask: take what is usual for what is not given");
  for (const question of QUESTIONS) {
    const { ask, id, value } = question;
    command.option(`${flagOf(id)} <${value}>`, `${ask}${noteOn(question)}`);
  }
  command
    .option("--package <spec>", "what npm installs as csp-baseline (default: this version)")
    .option("--no-install", "leave package-lock.json to the first npm install")
    .action(async (folder: string, flags) => {
      const { init } = await import("./run.ts");
      end(await init({ ...flags, folder }, console));
    });
};

function noteOn({ derived, optional, usual }: Question): string {
  if (derived !== undefined) return ` (default: after ${flagOf(derived.from)})`;
  if (usual !== undefined) return ` (default: ${usual})`;
  return optional === true ? " (optional)" : "";
}
