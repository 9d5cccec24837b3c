/** The scope of an expression: contexts by name, and functions. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
}

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w-]*)|(?<sign>&&|\|\||==|!=|[!().,[\]]))/y;

/**
 * Evaluates an expression of GitHub Actions or Azure Pipelines: literals, contexts, functions and the operators that this
 * project's workflows use.
 * @throws for anything else: a workflow must not be tested with a guess
 */
export function evaluate(expression: string, scope: Scope): unknown {
  return new Parser(expression, scope).whole();
}

/** Returns whether both kinds of pipelines treat a value as true. */
export function isTrue(value: unknown): boolean {
  return value !== false && value !== "" && value !== 0 && value !== null && value !== undefined;
}

class Parser {
  readonly #tokens: { readonly kind: string; readonly text: string }[] = [];
  readonly #scope: Scope;
  readonly #expression: string;
  #at = 0;

  constructor(expression: string, scope: Scope) {
    this.#scope = scope;
    this.#expression = expression;
    const trimmed = expression.trim();
    for (let at = 0; at < trimmed.length; at = TOKEN.lastIndex) {
      TOKEN.lastIndex = at;
      const groups = TOKEN.exec(trimmed)?.groups;
      const [kind, text] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [];
      if (kind === undefined || text === undefined) throw new Error(`not understood: ${expression}`);
      this.#tokens.push({ kind, text });
    }
  }

  whole(): unknown {
    const value = this.#or();
    if (this.#at < this.#tokens.length) throw new Error(`not understood: ${this.#expression}`);
    return value;
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#at]?.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new Error(`${sign} is missing: ${this.#expression}`);
  }

  #or(): unknown {
    let value = this.#and();
    while (this.#take("||")) {
      const right = this.#and();
      value = isTrue(value) ? value : right;
    }
    return value;
  }

  #and(): unknown {
    let value = this.#comparison();
    while (this.#take("&&")) {
      const right = this.#comparison();
      value = isTrue(value) ? right : value;
    }
    return value;
  }

  #comparison(): unknown {
    const left = this.#unary();
    if (this.#take("==")) return isEqual(left, this.#unary());
    if (this.#take("!=")) return !isEqual(left, this.#unary());
    return left;
  }

  #unary(): unknown {
    return this.#take("!") ? !isTrue(this.#unary()) : this.#primary();
  }

  #primary(): unknown {
    if (this.#take("(")) {
      const value = this.#or();
      this.#expect(")");
      return value;
    }
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === "text") return token.text.slice(1, -1).replaceAll("''", "'");
    if (token?.kind === "number") return Number(token.text);
    if (token?.kind !== "name") throw new Error(`not understood: ${this.#expression}`);
    if (token.text === "true" || token.text === "false") return token.text === "true";
    return this.#take("(") ? this.#call(token.text) : this.#members(this.#context(token.text));
  }

  #call(name: string): unknown {
    const args: unknown[] = [];
    while (!this.#take(")")) {
      args.push(this.#or());
      this.#take(",");
    }
    const called = this.#scope.functions[name];
    if (called === undefined) throw new Error(`no function ${name}: ${this.#expression}`);
    return called(...args);
  }

  #context(name: string): unknown {
    if (!Object.hasOwn(this.#scope.contexts, name))
      throw new Error(`no context ${name}: ${this.#expression}`);
    return this.#scope.contexts[name];
  }

  #members(start: unknown): unknown {
    let value = start;
    for (;;) {
      let key: string;
      if (this.#take(".")) {
        key = this.#tokens[this.#at]?.text ?? "";
        this.#at += 1;
      } else if (this.#take("[")) {
        key = String(this.#or());
        this.#expect("]");
      } else return value;
      value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
    }
  }
}

/** Texts are compared without case, and nothing is as good as an empty text. */
function isEqual(left: unknown, right: unknown): boolean {
  const plain = (value: unknown) => String(value ?? "").toLowerCase();
  return plain(left) === plain(right);
}
