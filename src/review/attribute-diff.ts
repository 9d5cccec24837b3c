import { isRecord, member, textMember } from "../evidence/json.ts";
import type { Expression } from "../evidence/plan/index.ts";
import { isNothing, isPlainList, isSame, isTree, parsedText, shownValue } from "./attribute-values.ts";
import { pairBlocks } from "./block-pairs.ts";
import { MASK } from "./masking.ts";
import type { AttributeChange } from "./model.ts";
import {
  holdsSettings,
  keysMeanNothing,
  looksSecret,
  type SecretName,
  secretName,
  settingLooksSecret,
  tellsAbout,
} from "./secret-names.ts";
import type { Secrets } from "./secrets.ts";
import { secureParameters } from "./secure-parameters.ts";
import { shorten } from "./shorten.ts";
import { type Sides, sidesAt } from "./sides.ts";

/** What stands for a value that only the apply will tell. */
const AFTER_APPLY = "(known after apply)";
/** More differences of one resource are counted, not shown. */
export const MAX_ATTRIBUTES = 250;
/** Far deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 40;
/** Azure and its providers write these anew with each change of a resource; they say nothing about it. */
const VOLATILE: ReadonlySet<string> = new Set(["etag", "output"]);

/**
 * The leaves that differ, by their paths in Terraform's names. Lists of plain values are one leaf; blocks of a set
 * are matched with each other. null, "", [] and {} are the same: nothing. What only the apply will tell is shown
 * where the configuration says something about it. Values are masked and shortened.
 *
 * @param expression what the configuration says of the resource, where the plan tells
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
  /** The attribute's own name, or that of the list it stands in. */
  readonly key: string;
  /** Undefined where nothing is unknown, or the plan has no configuration. */
  readonly expression: Expression | undefined;
  readonly depth: number;
  /** What a name above says of all that stands below it. */
  readonly secret: SecretName;
  /** Whether this is an item of a list: a block's members are the provider's names, not those that people give. */
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
      // Of different kinds: what was goes, and something else comes.
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

  /** A template's parameters are given beside it, where nothing says their type. */
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

/** Whether the plan calls all of the value a secret, on either side. */
function isMarked({ afterSensitive, beforeSensitive }: Sides): boolean {
  return [afterSensitive, beforeSensitive].some(
    (marks) => marks === true || (Array.isArray(marks) && marks.includes(true)),
  );
}

/** Whether what stands beside a value calls it a secret: `secret = true`, `type = "SecureString"`. */
function isSecretBeside({ after, before }: Sides): boolean {
  return [after, before].some((side) => {
    const type = member(side, "type");
    if (typeof type === "string" && /^secure|^secret$/i.test(type)) return true;
    return ["secret", "secure", "sensitive", "is_secret", "isSecret", "is_secure", "encrypted"].some(
      (flag) => member(side, flag) === true || /^true$/i.test(textMember(side, flag) ?? ""),
    );
  });
}

/** A switch is no secret, whatever it is called. */
function isBoolean({ after, before }: Sides): boolean {
  return [after, before].every((side) => typeof side === "boolean" || isNothing(side));
}

function masked(value: unknown): string | undefined {
  return isNothing(value) ? undefined : MASK;
}

/** Values that nothing declares are Azure's own. Where the plan has no configuration, only an id is sure to be. */
function isDeclared(expression: Expression | undefined, path: string): boolean {
  return expression === undefined ? path !== "id" : expression.declared;
}

function isPlain(value: unknown): boolean {
  return !isTree(value) || isPlainList(value);
}

function isBlockList(value: unknown): boolean {
  return Array.isArray(value) || isNothing(value);
}

/** A map on one side, and a map or nothing on the other. */
function isMapLike(before: unknown, after: unknown): boolean {
  if (isRecord(before)) return isRecord(after) || isNothing(after);
  return isRecord(after) && isNothing(before);
}

/** The keys of maps, those of the first first. */
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

/** What says whether a member is secret: its own name, or the one that stands beside a value. */
function keyOf(name: string, sides: Sides, settings: boolean): string {
  if (isValue(name)) return nameBeside(sides) ?? name;
  return settings && settingLooksSecret(name) ? "secret" : name;
}

/** In a list of names and values, such as app settings, the name says whether the value is secret. */
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

/** What the name of a map or block says of what it holds. */
function belowName(key: string): SecretName {
  return key === "" ? undefined : secretName(key);
}

/** Whether a leaf is secret by a name above it; what it is called, and its ids, are not. */
function isBelow(above: SecretName, key: string, path: string): boolean {
  if (above === undefined) return false;
  const own = /([\w-]+)$/.exec(path)?.[1] ?? key;
  return above === "all" ? own !== "name" : !tellsAbout(own);
}
