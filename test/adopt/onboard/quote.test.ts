import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  armString,
  bashWord,
  bicepString,
  comment,
  hclString,
  powerShellString,
  powerShellWord,
} from "../../../src/adopt/onboard/quote.ts";
import { HOSTILE, hostileText } from "../../support/hostile.ts";

const texts = fc.oneof(
  hostileText,
  fc.constantFrom("$(id)", "${a}", "$${a}", "%{a}", "it's", "\\", "'${", "‘x’"),
);

test("bash reads a quoted text back unchanged, without invisible characters", () => {
  const words = [...HOSTILE, "$(touch /tmp/x)", "it's", "a b", "`id`", "!!", "~", "*", "\\"];
  const script = `printf '%s\\0' ${words.map(bashWord).join(" ")}`;
  const { status, stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8", maxBuffer: 1e8 });
  expect(status).toBe(0);
  expect(stdout.split("\0").slice(0, -1)).toEqual(words.map(comment));
});

test("a word of PowerShell closes no quote, including typographic ones", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const word = powerShellWord(text);
      if (/^[A-Za-z-][\w%+=:./-]*$/.test(word)) return;
      expect(word).toMatch(/^'.*'$/s);
      expect(word.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, "")).not.toMatch(/['\u2018-\u201b]/);
    }),
  );
  expect(powerShellWord("it’s")).toBe("'it’’s'");
  expect(powerShellWord("$(id)")).toBe("'$(id)'");
  expect(powerShellWord("@file")).toBe("'@file'");
  expect(powerShellString("results.csv")).toBe("'results.csv'");
});

test.each(["007", "1e3", "0x10", "10mb", ".5", "+1", "1..3"])(
  "PowerShell does not read %s as a number",
  (text) => {
    expect(powerShellWord(text)).toBe(`'${text}'`);
  },
);

/** Reads a string like Bicep: https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings */
function readBicep(literal: string): string {
  const body = literal.slice(1, -1);
  expect(body).not.toMatch(/(^|[^\\])(\\\\)*('|\$\{)/);
  return body.replace(/\\(u\{([0-9a-f]+)\}|.)/gs, (_, escaped: string, code: string | undefined) =>
    code === undefined ? escaped : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

test("a string of Bicep is read back, and contains no expression", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const literal = bicepString(text);
      expect(literal).not.toMatch(/\p{Cc}/u);
      expect(readBicep(literal)).toBe(Buffer.from(text).toString());
    }),
  );
  expect(bicepString("it's ${a}\n")).toBe("'it\\'s \\${a}\\u{a}'");
});

/** Reads a string like Terraform: https://developer.hashicorp.com/terraform/language/expressions/strings */
function readHcl(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\u([0-9a-f]{4})|\\(.)/gs, (_, code: string | undefined, escaped: string | undefined) =>
      code === undefined ? (escaped ?? "") : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

test("a string of Terraform is read back, and contains no template", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const literal = hclString(text);
      expect(literal).not.toMatch(/\p{Cc}|[$%]\{/u);
      expect(readHcl(literal)).toBe(Buffer.from(text).toString());
    }),
  );
  expect(hclString('"${a}" %{b}\n')).toBe('"\\"$\\u007ba}\\" %\\u007bb}\\u000a"');
});

describe("a string of an ARM template", () => {
  test("in brackets is not an expression", () => {
    expect(armString("[resourceGroup().id]")).toBe("[[resourceGroup().id]");
    expect(armString("[a] b")).toBe("[a] b");
    expect(armString("plain")).toBe("plain");
  });
});

test("a comment has one line", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(comment(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
