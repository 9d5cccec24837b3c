import type { JudgedControl } from "../controls/judgements.ts";
import { items, member, textMember } from "../text/json.ts";
import { MASK, maskedKeys, withoutCredentials } from "./masking.ts";
import { ownWords } from "./own-words.ts";
import { type CollectedSecrets, collectSecrets } from "./secret-collector.ts";

/** The shortest length of a value that is masked inside other texts. */
const LONG = 6;
/**
 * The shortest length of a value that is masked wherever it stands alone; a shorter one only where the plan marks it.
 */
const SHORT = 3;

/** The values that a plan marks as sensitive, to mask them everywhere. */
export class Secrets {
  readonly #plan: unknown;
  #collected: Collected | undefined;

  /** Values of sensitive variables, attributes and outputs, and of credentials in provider configurations. */
  constructor(plan: unknown) {
    this.#plan = plan;
  }

  get none(): boolean {
    return this.#secrets().values.size === 0;
  }

  /** Masks these values in a text. */
  mask(text: string): string {
    const { long, short, values } = this.#secrets();
    if (values.size === 0) return text;
    if (text.length >= SHORT && values.has(text)) return MASK;
    let masked = text;
    for (const value of long) {
      if (masked.includes(value)) masked = masked.replaceAll(value, MASK);
    }
    return replaceWords(masked, short);
  }

  /**
   * Masks a Terraform address: only instance keys can be secret, because names and types come from the configuration.
   */
  maskAddress(address: string): string {
    return maskedKeys(address, (key) => this.mask(key));
  }

  /**
   * Masks a sentence of this program that quotes values. Keeps the program's own words and Terraform's types and
   * names, even if a secret equals such a word.
   * @param address the address of the sentence's resource, whose values of any length are masked
   */
  maskSentence(sentence: string, address?: string): string {
    const { byAddress, long, short, values } = this.#secrets();
    if (values.size === 0) return sentence;
    const known = this.#ownWords();
    const isOwn = (value: string) => known.has(value.toLowerCase());
    let masked = sentence;
    for (const value of long) {
      if (masked.includes(value) && !isOwn(value)) masked = masked.replaceAll(value, MASK);
    }
    const own = address === undefined ? undefined : byAddress.get(address);
    const words = [...short, ...[...(own ?? [])].filter((value) => value.length < SHORT)];
    return replaceWords(
      masked,
      words.filter((value) => !isOwn(value)),
    );
  }

  /** Masks judgements, whose messages quote values. */
  maskJudged(judged: JudgedControl): JudgedControl {
    const { judgement } = judged;
    if (this.none && !/\["|:\/\//.test(judgement.message)) return judged;
    const { fix, message, path, resource } = judgement;
    return {
      control: judged.control,
      judgement: {
        ...judgement,
        message: this.maskText(message, resource),
        ...(fix === undefined ? {} : { fix: this.maskText(fix, resource) }),
        ...(path === undefined ? {} : { path: this.maskSentence(path) }),
        ...(resource === undefined ? {} : { resource: this.maskAddress(resource) }),
      },
    };
  }

  /** Masks a text that may also quote addresses and texts of other authors, such as the message of a check. */
  maskText(text: string, address?: string): string {
    return withoutCredentials(this.maskSentence(this.maskAddress(text), address), "");
  }

  #ownWords(): ReadonlySet<string> {
    const collected = this.#secrets();
    collected.words ??= new Set([...ownWords(), ...namesIn(this.#plan)]);
    return collected.words;
  }

  /** Collected at first use, because most plans show no value to mask. */
  #secrets(): Collected {
    if (this.#collected !== undefined) return this.#collected;
    const { byAddress, values } = collectSecrets(this.#plan);
    const ordered = [...values].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    this.#collected = {
      values,
      byAddress,
      long: ordered.filter((value) => value.length >= LONG),
      short: ordered.filter((value) => value.length < LONG && value.length >= SHORT),
      words: undefined,
    };
    return this.#collected;
  }
}

interface Collected extends CollectedSecrets {
  /** The longest first. */
  readonly long: readonly string[];
  readonly short: readonly string[];
  words: ReadonlySet<string> | undefined;
}

/** Replaces values that stand alone, not as a part of another word or number. */
function replaceWords(text: string, values: readonly string[]): string {
  let masked = text;
  for (const value of values) {
    if (!masked.includes(value)) continue;
    const pattern = new RegExp(
      `(?<![\\w.])${value.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}(?![\\w]|\\.\\d)`,
      "g",
    );
    masked = masked.replace(pattern, MASK);
  }
  return masked;
}

/** Returns the words of Terraform's types and of the names in addresses, which the configuration shows. */
function namesIn(plan: unknown): Set<string> {
  const words = new Set<string>();
  for (const entry of items(member(plan, "resource_changes"))) {
    const address = (textMember(entry, "address") ?? "").replace(/\[[^\]]*\]/g, "");
    for (const word of address.toLowerCase().split(/[^a-z0-9]+/)) words.add(word);
    for (const name of address.toLowerCase().split(".")) words.add(name);
  }
  return words;
}
