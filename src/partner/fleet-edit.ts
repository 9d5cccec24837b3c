import { isDeepStrictEqual } from "node:util";
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { Attestation, PartnerSecurityContact } from "../fleet/index.ts";

/** What is written of an attestation. */
export type AttestationText = Omit<Attestation, "position">;
export type Verification = NonNullable<PartnerSecurityContact["verified"]>;

/** The file is written in a way that cannot be edited without risk: a sentence for a person. */
export class FleetEditError extends Error {}

type Members = Readonly<Record<string, string | number>>;

/**
 * The text of `partner.yaml` with this attestation instead of an older one of the same control, or at the end of the
 * list. Only its own values change: comments, order and layout stay, byte by byte.
 *
 * @throws {FleetEditError}
 */
export function withAttestation(
  text: string,
  { control, evidence, on, owner, validDays }: AttestationText,
): string {
  const members: Members = {
    control,
    owner,
    on,
    evidence,
    ...(validDays === undefined ? {} : { validDays }),
  };
  const file = new EditedFile(text);
  const list = file.root.get("attestations", true);
  if (list === undefined) file.append(`attestations:\n  ${blockItem(members, 2)}`);
  else if (!isSeq(list)) throw unusual("attestations is no list");
  else {
    const entry = list.items.find((item) => isMap(item) && item.get("control") === control);
    if (isMap(entry)) file.setMembers(entry, members);
    else file.addItem(list, members);
  }
  return file.finish((value) => {
    const old = Array.isArray(value["attestations"]) ? value["attestations"] : [];
    const index = old.findIndex((item) => Object(item).control === control);
    const entry = { ...Object(old[index]), ...members };
    return { ...value, attestations: index === -1 ? [...old, entry] : old.with(index, entry) };
  });
}

/**
 * The text of `partner.yaml` that says when, and by whom, its security contact was compared with Partner Center.
 *
 * @throws {FleetEditError} also where it records no contact
 */
export function withVerification(text: string, { by, on }: Verification): string {
  const file = new EditedFile(text);
  const contact = file.root.getIn(["partner", "securityContact"], true);
  if (!isMap(contact)) throw unusual("partner.securityContact is not there");
  const verified = contact.get("verified", true);
  if (isMap(verified)) file.setMembers(verified, { on, by });
  else file.addMember(contact, "verified", `{ on: ${on}, by: ${scalar(by)} }`);
  return file.finish((value) => {
    const partner = Object(value["partner"]);
    const record = partner.securityContact;
    return { ...value, partner: { ...partner, securityContact: { ...record, verified: { on, by } } } };
  });
}

/** Collects changes to places in a text, and makes them all at once. */
class EditedFile {
  readonly root: YAMLMap;
  readonly #text: string;
  readonly #newline: string;
  readonly #before: Readonly<Record<string, unknown>>;
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#newline = text.includes("\r\n") ? "\r\n" : "\n";
    const document = parseDocument(text);
    if (document.errors.length > 0 || !isMap(document.contents)) throw unusual("it is no map");
    if (document.contents.flow === true) throw unusual("it is written in braces");
    this.root = document.contents;
    this.#before = Object(document.toJS({ maxAliasCount: 1000 }));
  }

  append(block: string): void {
    const gap = this.#text.endsWith("\n") ? "\n" : "\n\n";
    this.#insert(this.#text.length, `${gap}${block}\n`);
  }

  /** Sets members of a map, one by one; those that it does not have come last. */
  setMembers(map: YAMLMap, members: Members): void {
    const missing = Object.entries(members).filter(([key, value]) => {
      const node = map.get(key, true);
      if (node === undefined) return true;
      if (!isScalar(node)) throw unusual(`${key} is an alias or no single value`);
      if (node.value !== value) this.#replace(node, scalar(value));
      return false;
    });
    for (const [key, value] of missing) this.addMember(map, key, scalar(value));
  }

  addMember(map: YAMLMap, key: string, value: string): void {
    const end = endOf(map);
    if (map.flow === true) this.#insert(end, `, ${key}: ${value}`);
    else this.#insert(this.#lineEnd(end), `\n${" ".repeat(this.#columnOf(map))}${key}: ${value}`);
  }

  addItem(list: YAMLSeq, members: Members): void {
    const last = list.items.at(-1);
    if (list.flow === true || last === undefined) {
      const items = list.items.length === 0 ? "" : ", ";
      if (list.flow !== true) throw unusual("attestations is empty");
      const [, end] = rangeOf(list);
      // Before the closing bracket, behind the last item.
      const at = last === undefined ? end - 1 : rangeOf(last)[1];
      this.#insert(at, `${items}${flowItem(members)}`);
      return;
    }
    const end = isMap(last) ? (last.flow === true ? rangeOf(last)[1] : endOf(last)) : rangeOf(last)[1];
    const column = this.#columnOf(list);
    this.#insert(this.#lineEnd(end), `\n${" ".repeat(column)}${blockItem(members, column)}`);
  }

  /** @param expected what the file should then say, made of what it says now */
  finish(expected: (before: Readonly<Record<string, unknown>>) => unknown): string {
    let text = this.#text;
    // From the end on, so that earlier places stay where they are.
    for (const edit of [...this.#edits].reverse().sort((a, b) => b.from - a.from)) {
      text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    }
    const document = parseDocument(text);
    const isAsMeant =
      document.errors.length === 0 &&
      isDeepStrictEqual(document.toJS({ maxAliasCount: 1000 }), expected(this.#before));
    if (!isAsMeant) throw unusual("the change would not say what is meant");
    return text;
  }

  #replace(node: Node, text: string): void {
    const [from, to] = rangeOf(node);
    this.#edits.push({ from, to, text });
  }

  #insert(at: number, text: string): void {
    this.#edits.push({ from: at, to: at, text: text.replaceAll("\n", this.#newline) });
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf(this.#newline, from);
    return end === -1 ? this.#text.length : end;
  }

  /** How far a block is indented: the column of its first key, or of its first hyphen. */
  #columnOf(block: YAMLMap | YAMLSeq): number {
    const [from] = rangeOf(block);
    return from - (this.#text.lastIndexOf("\n", from - 1) + 1);
  }
}

/** Where the last value of a map ends: its own end would take in the comments that follow. */
function endOf(map: YAMLMap): number {
  const last = map.items.at(-1);
  const value = isPair(last) ? last.value : undefined;
  return rangeOf(value)[1];
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  if (!Array.isArray(range)) throw unusual("a value is missing");
  const [from, to] = range;
  return [Number(from), Number(to)];
}

function blockItem(members: Members, column: number): string {
  const lines = Object.entries(members).map(([key, value]) => `${key}: ${scalar(value)}`);
  return `- ${lines.join(`\n${" ".repeat(column + 2)}`)}`;
}

function flowItem(members: Members): string {
  return `{ ${Object.entries(members)
    .map(([key, value]) => `${key}: ${scalar(value)}`)
    .join(", ")} }`;
}

/** As it is where YAML reads nothing into it, in quotes otherwise. */
function scalar(value: string | number): string {
  return typeof value === "number" || /^[A-Za-z0-9][\w@.+:/%?=&~#-]*$/.test(value)
    ? String(value)
    : JSON.stringify(value);
}

function unusual(reason: string): FleetEditError {
  return new FleetEditError(`it cannot be edited safely: ${reason}`);
}
