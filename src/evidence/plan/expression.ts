import { isRecord, member } from "../../text/json.ts";
import type { ModuleScope } from "./modules.ts";

/**
 * A place in a resource's `expressions`: the configured source of an attribute's value. A plan has the references of an
 * expression, and its text only where the configuration is JSON.
 */
export class Expression {
  readonly scope: ModuleScope;
  /** The key of the resource's own instance: the value of `each.key` or `count.index`. */
  readonly instance: string | number | undefined;
  readonly #node: unknown;
  /** The value of a containing expression that makes a whole map or list. */
  readonly #constant: unknown;
  readonly #below: boolean;

  constructor(
    scope: ModuleScope,
    node: unknown,
    instance?: string | number,
    below: { readonly constant: unknown } | undefined = undefined,
  ) {
    this.scope = scope;
    this.instance = instance;
    this.#node = node;
    this.#below = below !== undefined;
    this.#constant = below === undefined ? member(node, "constant_value") : below.constant;
  }

  /** Whether the configuration declares this place; otherwise the provider or Azure decides. */
  get declared(): boolean {
    return this.#node !== undefined;
  }

  /** The value, including templates, when the configuration is JSON; undefined when it is not known. */
  get constant(): unknown {
    return this.#constant;
  }

  /** Whether the references belong to a larger expression that contains this place. */
  get partial(): boolean {
    return this.#below;
  }

  /** The references of the expression, without the prefixes that Terraform also lists: `a.b.id`, not `a.b`. */
  get references(): string[] {
    const listed = member(this.#node, "references");
    const all = Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
    return all.filter((one) => !all.some((other) => other !== one && isPrefix(one, other)));
  }

  /** Returns the expression of an attribute or of nested blocks. */
  get(key: string): Expression {
    if (isLeaf(this.#node)) return this.#inside(member(this.#constant, key));
    return new Expression(this.scope, member(this.#node, key), this.instance);
  }

  /**
   * Returns the expression of one item of a list. Blocks of a set have another order in a plan than in the
   * configuration, so a block is matched by its known values.
   *
   * @param planned the item as the plan has it
   * @param alone whether it is the only item
   */
  item(index: number, planned: unknown, alone: boolean): Expression {
    if (isLeaf(this.#node)) {
      const constant = Array.isArray(this.#constant) ? this.#constant[index] : undefined;
      return this.#inside(constant, alone);
    }
    const blocks = Array.isArray(this.#node) ? this.#node : this.#node === undefined ? [] : [this.#node];
    if (blocks.length < 2) return new Expression(this.scope, blocks[0], this.instance);
    const alike = blocks.filter((block) => agrees(block, planned));
    // Ambiguous match: the item is declared, but with unknown references.
    return new Expression(this.scope, alike.length === 1 ? alike[0] : {}, this.instance);
  }

  #inside(constant: unknown, whole = false): Expression {
    if (whole && constant === undefined && !this.#below) return this;
    return new Expression(this.scope, this.#node, this.instance, { constant });
  }
}

function isLeaf(node: unknown): boolean {
  return isRecord(node) && (Object.hasOwn(node, "constant_value") || Object.hasOwn(node, "references"));
}

function isPrefix(short: string, long: string): boolean {
  return long.startsWith(short) && (long[short.length] === "." || long[short.length] === "[");
}

/** Reports whether no constant of the block's configuration contradicts the planned one. */
function agrees(block: unknown, planned: unknown): boolean {
  if (!isRecord(block) || !isRecord(planned)) return false;
  return Object.entries(block).every(([key, node]) => {
    const constant = member(node, "constant_value");
    const found = member(planned, key);
    if (found === undefined || found === null) return true;
    if (typeof constant === "string") return constant.includes("${") || constant === found;
    if (typeof constant === "number" || typeof constant === "boolean") return constant === found;
    return true;
  });
}
