import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvError, parseCsv } from "../../../src/adopt/import/csv.ts";

test("rows are separated by LF, CRLF or CR, and empty lines are skipped", () => {
  expect(parseCsv("a,b\n1,2\r\n\r\n3,4\r5,6")).toEqual([
    ["a", "b"],
    ["1", "2"],
    ["3", "4"],
    ["5", "6"],
  ]);
});

test("quoted fields hold separators, line breaks and doubled quotes", () => {
  expect(parseCsv('"a, b","say ""hi""","two\r\nlines"\n')).toEqual([["a, b", 'say "hi"', "two\r\nlines"]]);
});

test("a byte order mark is not part of the first heading", () => {
  expect(parseCsv('\ufeff"id",name\n1,x')).toEqual([
    ["id", "name"],
    ["1", "x"],
  ]);
});

test.each([
  ["semicolons", "id;name\n1;a,b", ["1", "a,b"]],
  ["tabs", "id\tname\n1\ta,b", ["1", "a,b"]],
  ["the separator of Excel's sep= line", "sep=|\nid|name\n1|a", ["1", "a"]],
  ["commas beside semicolons in quotes", '"a;b;c",name\n1,a', ["1", "a"]],
])("fields are separated by %s", (_, text, expected) => {
  expect(parseCsv(text).at(-1)).toEqual(expected);
});

test("a text that is not CSV is rejected with its line", () => {
  const lineOf = (text: string) => {
    try {
      parseCsv(text);
    } catch (error) {
      if (error instanceof CsvError) return `${error.line}: ${error.message}`;
    }
    return undefined;
  };
  expect(lineOf('a,b\n1,"never')).toBe("2: a quoted field does not end");
  expect(lineOf('a,b\n"x\ny"z,2')).toBe("3: a quoted field is followed by text");
});

test("rows and columns are bounded", () => {
  expect(() => parseCsv("a\nb\nc", { rows: 2 })).toThrow(/more than 2 rows/);
  expect(() => parseCsv("a,b,c", { columns: 2 })).toThrow(/more than 2 fields/);
});

test("any text written by RFC 4180 is read back", () => {
  const field = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", "\t", " ", "ü") });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      (rows, separator, end) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator))
          .join(end);
        expect(parseCsv(text)).toEqual(rows);
      },
    ),
  );
});
