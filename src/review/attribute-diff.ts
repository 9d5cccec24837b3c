import type { Expression } from "../evidence/plan/index.ts";
import { isRecord, member, textMember } from "../text/json.ts";
import { isNothing, isPlainList, isSame, isTree, parsedText, shownValue } from "./attribute-values.ts";
import { pairBlocks } from "./block-pairs.ts";
import { MASK } from "./masking.ts";
import type { AttributeChange } from "./model.ts";
import {
  describesSecret,
  holdsSettings,
  keysMeanNothing,
  looksSecret,
  type SecretName,
  secretName,
  settingLooksSecret,
} from "./secret-names.ts";
import type { Secrets } from "./secrets.ts";
import { secureParameters } from "./secure-parameters.ts";
import { shorten } from "./shorten.ts";
import { type Sides, sidesAt } from "./sides.ts";

/** Stands for a value that is known only after the apply. */
const AFTER_APPLY = "(known after apply)";
/** The number of differences shown of one resource; the others are counted. */
export const MAX_ATTRIBUTES = 250;
/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 40;
/** Attributes that Azure and its providers rewrite with each change of a resource. */
const VOLATILE: ReadonlySet<string> = new Set(["etag", "output"]);

/**
 * Returns the leaves that differ, by their paths in Terraform's names. Lists of plain values are one leaf; blocks of a
 * set are matched with each other. null, "", [] and {} are equal. A value that is known only after the apply is shown
 * if the configuration sets it. Values are masked and shortened.
 *
 * @param expression the configuration of the resource, if the plan contains it
 */
export function diffAttributes(
  sides: Sides,
  secrets: Secrets,
  expression: Expression | undefined,
): AttributeChange[] {
  const walk = new Walk(secrets, secureParameters(sides));
  walk.visit(sides, { path: "", key: "", expression, depth: 0, secret: undefined, item: false });
  return walk.found();
}

interface Place {
  readonly path: string;
  /** The attribute's name, or the name of the list that contains it. */
  readonly key: string;
  /** Undefined when nothing is unknown, or when the plan has no configuration. */
  readonly expression: Expression | undefined;
  readonly depth: number;
  /** Whether a name above makes the values below it secret. */
  readonly secret: SecretName;
  /** Whether this is an item of a list: a block's members have the provider's names, not names given by people. */
  readonly item: boolean;
}

class Walk {
  readonly #secrets: Secrets;
  readonly #secureParameters: ReadonlySet<string>;
  readonly #found: AttributeChange[] = [];
  #left = 0;

  constructor(secrets: Secrets, secureParameters: ReadonlySet<string>) {
    this.#secrets = secrets;
    this.#secureParameters = secureParameters;
  }

  found(): AttributeChange[] {
    if (this.#left === 0) return this.#found;
    return [
      ...this.#found,
      { path: "...", before: undefined, after: `${this.#left} more attributes`, sensitive: false },
    ];
  }

  visit(sides: Sides, place: Place): void {
    const { unknown } = sides;
    const before = parsedText(sides.before);
    const after = parsedText(sides.after);
    const parsed = { ...sides, before, after };
    if (place.depth > MAX_DEPTH || unknown === true || isMarked(sides)) this.#leaf(sides, place);
    else if (isPlain(before) && isPlain(after)) this.#leaf(sides, place);
    else if (isMapLike(before, after)) this.#visitMembers(parsed, place);
    else if (isBlockList(before) && isBlockList(after)) this.#visitBlocks(parsed, place);
    else {
      // Values of different kinds: one is removed, another added.
      const inner = { ...place, depth: place.depth + 1 };
      this.visit({ ...parsed, after: undefined, unknown: undefined }, inner);
      this.visit({ ...parsed, before: undefined }, inner);
    }
  }

  #visitMembers(sides: Sides, place: Place): void {
    const { depth, expression, key, path } = place;
    const { after, before, unknown } = sides;
    const named = keysMeanNothing(key);
    const settings = !place.item && holdsSettings(key);
    const secret = place.secret ?? belowName(key);
    for (const name of keysOf(before, after, unknown)) {
      if (depth === 0 && VOLATILE.has(name)) continue;
      const inner = sidesAt(sides, name);
      if (!inner.unknown && isSame(inner.before, inner.after)) continue;
      this.visit(inner, {
        path: below(path, name),
        key: named ? key : keyOf(name, sides, settings),
        expression: inner.unknown ? expression?.get(name) : undefined,
        depth: depth + 1,
        item: false,
        secret:
          (isValue(name) && isSecretBeside(sides)) || this.#isSecureParameter(key, name) ? "all" : secret,
      });
    }
  }

  /**
   * Whether a template declares this parameter of a deployment as secure: parameters are given beside the template,
   * without a type.
   */
  #isSecureParameter(map: string, name: string): boolean {
    return /^parameters(?:_content)?$/.test(map) && this.#secureParameters.has(name.toLowerCase());
  }

  #visitBlocks(sides: Sides, { depth, expression, key, path, secret }: Place): void {
    const before = Array.isArray(sides.before) ? sides.before : [];
    const after = Array.isArray(sides.after) ? sides.after : [];
    const alone = after.length === 1;
    if (!sides.unknown && isSame(before, after)) return;
    for (const pair of pairBlocks(before, after)) {
      const inner = sidesAt(sides, pair.after, pair.before);
      this.visit(inner, {
        path: `${path}[${pair.index}]`,
        key,
        expression: inner.unknown ? expression?.item(pair.index, inner.after, alone) : undefined,
        depth: depth + 1,
        item: true,
        secret,
      });
    }
  }

  #leaf(sides: Sides, { expression, key, path, secret: above }: Place): void {
    const { after, before, unknown } = sides;
    const later = unknown === true || (Array.isArray(unknown) && unknown.includes(true));
    if (later ? !isDeclared(expression, path) : isSame(before, after)) return;
    if (this.#found.length >= MAX_ATTRIBUTES) {
      this.#left += 1;
      return;
    }
    const secret = isMarked(sides) || (isBelow(above, key, path) && !isBoolean(sides));
    const show = (value: unknown) => (secret ? masked(value) : shownValue(value, key, this.#secrets));
    const shown = { before: show(before), after: later ? AFTER_APPLY : show(after) };
    const sensitive =
      secret || looksSecret(key) || [shown.before, shown.after].some((text) => text?.includes(MASK));
    this.#found.push({ path: shorten(this.#secrets.maskSentence(path)), ...shown, sensitive });
  }
}

/** Whether the plan marks the complete value as sensitive, on either side. */
function isMarked({ afterSensitive, beforeSensitive }: Sides): boolean {
  return [afterSensitive, beforeSensitive].some(
    (marks) => marks === true || (Array.isArray(marks) && marks.includes(true)),
  );
}

/** Whether a value's sibling marks it as secret: `secret = true`, `type = "SecureString"`. */
function isSecretBeside({ after, before }: Sides): boolean {
  return [after, before].some((side) => {
    const type = member(side, "type");
    if (typeof type === "string" && /^secure|^secret$/i.test(type)) return true;
    return ["secret", "secure", "sensitive", "is_secret", "isSecret", "is_secure", "encrypted"].some(
      (flag) => member(side, flag) === true || /^true$/i.test(textMember(side, flag) ?? ""),
    );
  });
}

/** A boolean is never secret. */
function isBoolean({ after, before }: Sides): boolean {
  return [after, before].every((side) => typeof side === "boolean" || isNothing(side));
}

function masked(value: unknown): string | undefined {
  return isNothing(value) ? undefined : MASK;
}

/**
 * Whether the configuration sets the value. Other values are Azure's own. Without a configuration in the plan, only an
 * id certainly is Azure's own.
 */
function isDeclared(expression: Expression | undefined, path: string): boolean {
  return expression === undefined ? path !== "id" : expression.declared;
}

function isPlain(value: unknown): boolean {
  return !isTree(value) || isPlainList(value);
}

function isBlockList(value: unknown): boolean {
  return Array.isArray(value) || isNothing(value);
}

/** Whether one side is a map and the other a map or nothing. */
function isMapLike(before: unknown, after: unknown): boolean {
  if (isRecord(before)) return isRecord(after) || isNothing(after);
  return isRecord(after) && isNothing(before);
}

/** Returns the keys of maps, those of the first map first. */
function keysOf(...maps: readonly unknown[]): Iterable<string> {
  const [first, ...others] = maps.filter(isRecord);
  if (first === undefined) return [];
  const keys = new Set(Object.keys(first));
  for (const map of others) for (const key of Object.keys(map)) keys.add(key);
  return keys;
}

function below(path: string, name: string): string {
  if (!/^[\w-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** Returns the name that decides whether a member is secret: its own, or that of a sibling. */
function keyOf(name: string, sides: Sides, settings: boolean): string {
  if (isValue(name)) return nameBeside(sides) ?? name;
  return settings && settingLooksSecret(name) ? "secret" : name;
}

/**
 * Returns the name of an entry in a list of names and values, such as app settings: it decides whether the value is
 * secret.
 */
function nameBeside({ after, before }: Sides): string | undefined {
  for (const side of [after, before]) {
    for (const key of ["name", "key", "Name", "Key", "header_name", "variable"]) {
      const name = member(side, key);
      if (typeof name === "string" && settingLooksSecret(name)) return "secret";
    }
  }
  return undefined;
}

function isValue(name: string): boolean {
  return /^(?:value|values|default_?value|content|text)$/i.test(name);
}

/** Returns whether the name of a map or block makes its content secret. */
function belowName(key: string): SecretName {
  return key === "" ? undefined : secretName(key);
}

/** Whether a name above makes a leaf secret. Names and ids are not. */
function isBelow(above: SecretName, key: string, path: string): boolean {
  if (above === undefined) return false;
  const own = /([\w-]+)$/.exec(path)?.[1] ?? key;
  return above === "all" ? own !== "name" : !describesSecret(own);
}
