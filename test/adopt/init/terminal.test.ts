import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { InterviewEndedError, openTerminal } from "../../../src/adopt/init/terminal.ts";

test("prompts are written and lines are read, including pasted ones", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const terminal = openTerminal(input, output);
  input.write("Tailspin\nsecond\n");
  expect(await terminal.ask("Name: ")).toBe("Tailspin");
  expect(await terminal.ask("Another: ")).toBe("second");
  terminal.close();
  output.end();
  expect(await text(output)).toBe("Name: Another: ");
});

test("the end of the input ends the current and all further questions", async () => {
  const input = new PassThrough();
  const terminal = openTerminal(input, new PassThrough());
  const answer = terminal.ask("Name: ");
  input.end();
  await expect(answer).rejects.toBeInstanceOf(InterviewEndedError);
  await expect(terminal.ask("Again: ")).rejects.toBeInstanceOf(InterviewEndedError);
});
