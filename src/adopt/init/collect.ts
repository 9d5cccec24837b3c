import { type AnswerId, Answers, complaintAbout, doubtAbout, type GivenAnswers } from "./answers.ts";
import { fallbackOf, flagOf, QUESTIONS, type Question } from "./questions.ts";

/** Asks a question. @returns the entered text, without the line end */
export type Ask = (prompt: string) => Promise<string>;

/** The terminal of the interview. */
export interface Interview {
  readonly ask: Ask;
  /** Shows the fault of an answer before the question is repeated. */
  readonly complain: (text: string) => void;
}

/** The faults of the flags, one line each. */
export class WrongFlagsError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "WrongFlagsError";
    this.lines = lines;
  }
}

/**
 * Returns all answers: those of the flags, then entered ones for the rest, or else the defaults.
 * @param interview if undefined, no questions are asked
 * @throws {WrongFlagsError} with all faults of the flags, and the missing answers if there is no interview
 */
export async function collectAnswers(flags: GivenAnswers, interview?: Interview): Promise<Answers> {
  const wrong = wrongFlags(flags);
  const given: Partial<Record<AnswerId, string>> = { ...flags };
  if (interview === undefined) wrong.push(...fillIn(given));
  if (wrong.length > 0) throw new WrongFlagsError(wrong);
  if (interview !== undefined) await askForTheRest(given, interview);
  return Answers.parse(given);
}

/** Returns a warning for each flag whose value is valid, but probably a mistake. */
export function doubtfulFlags(flags: GivenAnswers): string[] {
  return QUESTIONS.flatMap(({ id }) => {
    const text = flags[id];
    const doubt = text === undefined ? undefined : doubtAbout(id, text);
    return doubt === undefined ? [] : [`${flagOf(id)} ${doubt}`];
  });
}

function wrongFlags(flags: GivenAnswers): string[] {
  return QUESTIONS.flatMap(({ id }) => {
    const text = flags[id];
    const complaint = text === undefined ? undefined : complaintAbout(id, text);
    return complaint === undefined ? [] : [`${flagOf(id)} ${complaint}`];
  });
}

/** Fills in the defaults. @returns the answers that have none */
function fillIn(given: Partial<Record<AnswerId, string>>): string[] {
  return QUESTIONS.flatMap((question) => {
    const { ask, derived, id, optional, value } = question;
    if (!applies(question, given)) return given[id] === undefined ? [] : [misplaced(question)];
    if (given[id] !== undefined) return [];
    const answer = fallbackOf(question, given);
    if (answer !== undefined) given[id] = answer;
    // Answers derived from a missing one are not reported.
    const follows = derived !== undefined && given[derived.from] === undefined;
    if (answer !== undefined || optional === true || follows) return [];
    return [`${flagOf(id)} <${value}> is missing: ${ask}`];
  });
}

async function askForTheRest(given: Partial<Record<AnswerId, string>>, interview: Interview): Promise<void> {
  for (const question of QUESTIONS) {
    const { id } = question;
    if (!applies(question, given)) {
      if (given[id] !== undefined) throw new WrongFlagsError([misplaced(question)]);
    } else if (given[id] === undefined) {
      const answer = await answerTo(question, given, interview);
      if (answer !== undefined) given[id] = answer;
    }
  }
}

/** Repeats the question until the answer is valid. An answer that is probably a mistake must be entered twice. */
async function answerTo(
  question: Question,
  given: GivenAnswers,
  interview: Interview,
): Promise<string | undefined> {
  const { ask, id, optional = false } = question;
  const suggestion = fallbackOf(question, given);
  const hint = suggestion === undefined ? (optional ? " [none]" : "") : ` [${suggestion}]`;
  let doubted: string | undefined;
  for (;;) {
    const typed = (await interview.ask(`${ask}${hint}: `)).trim();
    const answer = typed === "" ? suggestion : typed;
    if (answer === undefined) {
      if (optional) return undefined;
      interview.complain("an answer is required; press Ctrl-C to stop without writing anything");
      continue;
    }
    const complaint = complaintAbout(id, answer);
    if (complaint !== undefined) {
      interview.complain(`this ${complaint}`);
      continue;
    }
    const doubt = doubtAbout(id, answer);
    if (doubt === undefined || answer === doubted) return answer;
    doubted = answer;
    interview.complain(`this ${doubt} Enter it again to use it anyway.`);
  }
}

function applies({ onlyWith }: Question, given: GivenAnswers): boolean {
  return onlyWith === undefined || given[onlyWith.id] === onlyWith.answer;
}

function misplaced({ id, onlyWith }: Question): string {
  return `${flagOf(id)} requires ${onlyWith === undefined ? "" : `${flagOf(onlyWith.id)} ${onlyWith.answer}`}`;
}
