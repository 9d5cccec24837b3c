import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT, readPage } from "./support/page.ts";

const FOLDERS = ["constructs", "src", "stacks"];

/** Returns the sources, without template expressions, and with texts of several lines joined. */
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${ROOT}${folder}/${name}`, "utf8").replace(/[`"'] \+\s+[`"']/g, "")),
);

/** Returns the constant pieces of a message. */
function pieces(message: string): string[] {
  return message
    .split("…")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

function hasMessage(message: string): boolean {
  return sources.some((source) => pieces(message).every((piece) => source.includes(piece)));
}

const { text } = readPage("docs/troubleshooting.md");
const [own = ""] = text.split("## From Terraform and Azure");
const messages = [...own.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message);

test("the troubleshooting page quotes messages", () => {
  expect(messages.length).toBeGreaterThan(30);
});

test.each(messages)("the program has the message: %s", (message) => {
  expect(hasMessage(message)).toBe(true);
});

test("an unused message is detected", () => {
  expect(hasMessage("an unused message of …")).toBe(false);
});
