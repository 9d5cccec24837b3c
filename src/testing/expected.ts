import { resolve, type TerraformStack, Token, Tokenization } from "#engine";
import { isPlainMap } from "../text/json.ts";
import { isAsymmetric } from "./values.ts";

/**
 * Resolves the references of an expectation to the stack's notation, so that a test can use `{ resourceGroupName:
 * group.name }`. Matchers are not changed.
 *
 * @param stack resolves the references; without it (a stack passed as JSON) only texts and numbers can be compared
 * @throws Error for a value that a stack cannot contain (a function, a RegExp, a Date, a construct), with its path
 */
export function resolveExpected(expected: unknown, stack: TerraformStack | undefined, path = ""): unknown {
  if (isAsymmetric(expected)) return expected;
  if (stack !== undefined && Token.isUnresolved(expected)) {
    const resolved: unknown = resolve(stack, expected);
    return resolved;
  }
  if (Array.isArray(expected)) {
    return expected.map((item, index) => resolveExpected(item, stack, `${path}[${index}]`));
  }
  if (isPlainMap(expected)) {
    const entries = Object.entries(expected);
    return Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        resolveExpected(value, stack, path === "" ? key : `${path}.${key}`),
      ]),
    );
  }
  if (typeof expected === "function" || (typeof expected === "object" && expected !== null)) {
    throw new Error(cannotCompare(expected, path));
  }
  return expected;
}

function cannotCompare(expected: object, path: string): string {
  const where = path === "" ? "the expected properties are" : `the expected property '${path}' is`;
  if (expected instanceof RegExp) return `${where} a RegExp: write expect.stringMatching(${expected})`;
  const what = typeof expected === "function" ? "function" : expected.constructor.name;
  const advice = Tokenization.isResolvable(expected)
    ? "a reference can only be compared with a stack: pass the stack itself, not its JSON"
    : "use a value as in the stack's JSON, or a matcher such as expect.anything()";
  return `${where} a ${what}: ${advice}`;
}
