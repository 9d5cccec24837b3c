import { flagOf, QUESTIONS, type Question } from "../../adopt/init/questions.ts";
import { type AddCommand, verb } from "../command.ts";

export const addInit: AddCommand = (program, { console, end }) => {
  const command = verb(program, "init", "create a fleet repository; asks for missing answers")
    .argument("<dir>", "the folder to create: new, empty, or with only .git")
    .option("--yes", "do not ask: use the defaults for missing answers");
  for (const question of QUESTIONS) {
    const { ask, id, value } = question;
    command.option(`${flagOf(id)} <${value}>`, `${ask}${noteOn(question)}`);
  }
  command
    .option("--package <spec>", "the source of csp-baseline for npm (default: this version)")
    .option("--no-install", "do not create package-lock.json")
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
