/**
 * The floor of `review` and `audit`: every file is read and parsed, as JSON or as JSON lines.
 *
 * Usage: node parse-files.js FILE...
 */
import { readFileSync } from "node:fs";

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const documents = file.endsWith(".jsonl") ? text.split("\n").filter((line) => line !== "") : [text];
  for (const document of documents) JSON.parse(document);
}
