import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { code, fenced, folded, htmlCode, link, prose, tableHead, tableRow } from "../../src/text/markdown.ts";
import { HOSTILE, hostileText } from "../support/hostile.ts";
import { parseMarkdown } from "../support/markdown.ts";

/** Matches text that GitHub links or renders anywhere in a comment. */
const LIVE =
  /@\w|#\d|\bgh-\d|:\/\/|\bwww\.|:[+\w-]+:|\$|\w\/\w[\w-]*@|\b[0-9a-f]{7,40}\b|<|`|\*\*|\[|\p{Cf}|[^\P{Cc}\n]/iu;

/** Hostile texts with a short name for failures. */
const CASES = HOSTILE.map((text) => [text.slice(0, 40), text] as const);

describe("a code span", () => {
  test.each(CASES)("shows only %j, in a sentence and in a table", (_, text) => {
    const page = parseMarkdown(
      `see ${code(text)} there\n\n${tableHead(["A", "B"])}\n${tableRow([code(text), code(text)])}\n`,
    );
    expect(page.code).toHaveLength(3);
    expect(new Set(page.code).size).toBe(1);
    expect(page.text.replace(/\s+/g, " ").trim()).toBe("see there AB");
    expect(page.tables).toEqual([[2, 2]]);
    expect([page.tags, page.comments, page.links, page.headings]).toEqual([[], [], [], []]);
  });

  test("shows the text unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }), (text) => {
        expect(parseMarkdown(`x ${code(text)} y`).code).toEqual([text]);
        const row = `${tableHead(["A"])}\n${tableRow([code(text)])}\n`;
        expect(parseMarkdown(row).code).toEqual([text]);
      }),
    );
  });

  test("makes characters visible that hide or reorder text", () => {
    expect(code("a\u202eb\u0007c\u{e0041}\ud800")).toBe("`a\\u202eb\\u0007c\\u{e0041}\\ud800`");
  });

  test("is cut after 200 units, never inside a surrogate pair", () => {
    expect(code("x".repeat(1000))).toBe(`\`${"x".repeat(197)}...\``);
    expect(code(`${"x".repeat(196)}${"😀".repeat(10)}`)).toBe(`\`${"x".repeat(196)}...\``);
  });
});

describe("a sentence", () => {
  test("keeps plain words and formats the rest as code", () => {
    expect(
      prose("It does not reach soc@fabrikam.example; set properties.emails (80% of 1,000), please!"),
    ).toBe("It does not reach `soc@fabrikam.example`; set `properties.emails` (80% of 1,000), please!");
    expect(prose("l'École d'été – 你好, and/or well-known")).toBe("l'École d'été – 你好, and/or well-known");
    expect(prose("Bellows & Partners - 2027-03-31")).toBe("Bellows &amp; Partners \\- 2027-03-31");
  });

  test("does not begin a list, a heading, a quotation or a rule", () => {
    for (const text of ["1. one", "2) two", "- a", "+ a", "# a", "> a", "---", "===", "***", "~~~"]) {
      const page = parseMarkdown(`${prose(text)}\n`);
      expect([text, page.headings]).toEqual([text, []]);
      expect(prose(text)).not.toMatch(/^(?:\d+[.)]|[-+*>#=~])/);
    }
  });

  test.each(CASES)("%j has no effect", (_, text) => {
    const page = parseMarkdown(`${tableHead(["A", "B"])}\n${tableRow([prose(text), prose(text)])}\n`);
    expect(page.text).not.toMatch(LIVE);
    expect(page.tables).toEqual([[2, 2]]);
    expect([page.tags, page.links, page.images, page.headings]).toEqual([[], [], 0, []]);
  });

  test("any text has no effect", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = parseMarkdown(prose(text));
        expect(page.text).not.toMatch(LIVE);
        expect([page.tags, page.links, page.images, page.headings]).toEqual([[], [], 0, []]);
      }),
    );
  });
});

describe("folded details", () => {
  test.each(CASES)("%j ends neither the summary nor the block", (_, text) => {
    const markdown = folded(`<b>x</b> ${htmlCode(text)}`, fenced("diff", [`- ${text}`, `+ ${text}`]));
    const page = parseMarkdown(`${markdown}\n\nafterwards\n`);
    expect(page.tags).toEqual(["details", "summary", "b", "/b", "code", "/code", "/summary", "/details"]);
    expect(page.code).toHaveLength(1);
    expect(page.code[0]?.trimEnd().split("\n")).toHaveLength(2);
    expect(page.text).not.toMatch(LIVE);
    expect(page.links).toEqual([]);
  });
});

test("a line that is a fence does not end a block", () => {
  const lines = ["```", "`````", "</details>"];
  expect(parseMarkdown(fenced("diff", lines)).code).toEqual([`${lines.join("\n")}\n`]);
});

describe("a link", () => {
  test("is created only for a web address", () => {
    expect(link("run", "https://github.com/o/r/actions/runs/1?a=b&c=d")).toBe(
      "[run](<https://github.com/o/r/actions/runs/1?a=b&c=d>)",
    );
    for (const url of [
      undefined,
      "javascript:alert(1)",
      "https://a> b",
      "https://a/<b>",
      "https://a/\n",
      "",
    ]) {
      expect(link("run", url)).toBe("run");
    }
  });
});
