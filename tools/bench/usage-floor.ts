/**
 * The floor of reading usage: decompresses a file and splits its lines into fields with the library that `budgets`
 * uses.
 */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";

const CHUNK = 1 << 18;
let rows = 0;
const text = createReadStream(process.argv[2] ?? "", { highWaterMark: CHUNK }).pipe(
  createGunzip({ chunkSize: CHUNK }),
);
Papa.parse<string[]>(text, {
  chunk: ({ data }) => {
    rows += data.length;
  },
  complete: () => console.log(rows),
});
