import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT, readPage } from "./support/page.ts";

const FOLDERS = ["constructs", "src", "stacks"];

/** The sources, with what a template puts in cut out, and texts over several lines as one. */
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${ROOT}${folder}/${name}`, "utf8").replace(/[`"'] \+\s+[`"']/g, "")),
);

/** The pieces of a message between what differs. */
function pieces(message: string): string[] {
  return message
    .split("…")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

function isSaid(message: string): boolean {
  return sources.some((source) => pieces(message).every((piece) => source.includes(piece)));
}

const { text } = readPage("docs/troubleshooting.md");
const [own = ""] = text.split("## From Terraform and Azure");
const messages = [...own.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message);

test("the page of troubles quotes messages", () => {
  expect(messages.length).toBeGreaterThan(30);
});

test.each(messages)("the program still says: %s", (message) => {
  expect(isSaid(message)).toBe(true);
});

test("a message that nobody says is seen", () => {
  expect(isSaid("the moon is in the way of …")).toBe(false);
});
