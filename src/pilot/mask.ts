import { isRecord, type JsonMap, member } from "../text/json.ts";
import { treatmentOf } from "./mask-rules.ts";
import { TextMask } from "./mask-text.ts";
import { Placeholders } from "./placeholders.ts";
import type { RawExchange } from "./recorder.ts";
import type { Exchange } from "./recording.ts";

export interface MaskProps {
  /** The tenants of the partner and of the customer. */
  readonly tenants: readonly string[];
  readonly subscriptions: readonly string[];
  /** Names of the partner, the customer and the subscription, and what else a user named. */
  readonly names: readonly string[];
  /** Secrets known by value, such as those of the environment. */
  readonly secrets: readonly string[];
  /** GUIDs that are the same in every tenant: those of built-in roles. @default - none */
  readonly publicGuids?: readonly string[];
}

/** Something that must not be in the file is in it. The message does not repeat it. */
export class MaskError extends Error {}

const OWN_TAGS: ReadonlySet<string> = new Set(["managed-by"]);

/**
 * Replaces tenants, subscriptions, people, names, addresses and secrets in recorded requests and answers. The same
 * original has the same placeholder everywhere, so that an id in a path and in a body stay equal.
 */
export class Mask {
  readonly #props: MaskProps;
  readonly #placeholders = new Placeholders();
  readonly #text: TextMask;

  constructor(props: MaskProps) {
    this.#props = props;
    this.#text = new TextMask({
      placeholders: this.#placeholders,
      secrets: [...props.secrets].sort((a, b) => b.length - a.length),
      isOwnName: isProductName,
      publicGuids: new Set(props.publicGuids?.map((guid) => guid.toLowerCase())),
    });
    for (const id of props.subscriptions) this.#text.know(id, "subscription");
    for (const id of props.tenants) this.#text.know(id, "tenant");
    for (const name of props.names) this.#text.learn(name);
  }

  /** Masks exchanges; numbers them from 1. */
  exchanges(raw: readonly RawExchange[]): readonly Exchange[] {
    // Names are learned from all answers before any is masked: an error may name what a later answer lists.
    for (const { answer, path, request } of raw) {
      this.#text.learnPaths(path);
      this.#learn(request, "");
      this.#learn(answer.body, "");
    }
    return raw.map((one, index) => this.#exchange(one, index + 1));
  }

  /** Masks any text of a person or of Azure. */
  text(text: string): string {
    return this.#text.text(text);
  }

  /** Masks JSON that belongs to the exchanges. */
  json(value: unknown): unknown {
    return this.#json(value, "", false);
  }

  /**
   * Checks a finished file.
   * @throws {MaskError} when a tenant, a subscription, a name or a secret is in it
   */
  check(content: string): void {
    const { names, secrets, subscriptions, tenants } = this.#props;
    const lower = content.toLowerCase();
    const kinds = { tenant: tenants, subscription: subscriptions, secret: secrets, name: names };
    for (const [kind, originals] of Object.entries(kinds)) {
      const found = originals.some((one) => isToBeChecked(kind, one) && lower.includes(jsonText(one)));
      if (found) throw new MaskError(`a ${kind} was not replaced, so nothing was written`);
    }
  }

  #exchange({ answer, path, request, tenant, ...rest }: RawExchange, number: number): Exchange {
    const headers = Object.entries(answer.headers).map(([name, value]) => [
      name,
      name === "etag" ? this.#placeholders.of("token", value) : this.text(value),
    ]);
    return {
      number,
      ...rest,
      ...(tenant === undefined ? {} : { tenant: this.text(tenant) }),
      path: this.#text.target(path),
      ...(request === undefined ? {} : { request: this.json(request) }),
      answer: {
        ...answer,
        headers: Object.fromEntries(headers),
        ...(answer.body === undefined ? {} : { body: this.json(answer.body) }),
      },
    };
  }

  #learn(value: unknown, key: string): void {
    if (Array.isArray(value)) {
      for (const one of value) this.#learn(one, key);
    } else if (isRecord(value)) {
      const isError = isErrorObject(value);
      for (const [name, member] of Object.entries(value)) {
        this.#text.learnPaths(name);
        this.#learn(member, treatmentOf(name, isError));
      }
    } else if (typeof value === "string") {
      if (key === "name") this.#text.learn(value);
      this.#text.learnPaths(value);
    }
  }

  #json(value: unknown, key: string, isError: boolean): unknown {
    const treatment = treatmentOf(key, isError);
    if (treatment === "tags" && isRecord(value)) return this.#tags(value);
    if (treatment === "spending") return spending(value);
    if (Array.isArray(value)) return value.map((one) => this.#json(one, key, isError));
    if (isRecord(value)) {
      const inError = isErrorObject(value);
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          this.#key(name),
          typeof member === "string" && isReceiverName(key, name)
            ? this.#text.name(member)
            : this.#json(member, name, inError),
        ]),
      );
    }
    if (typeof value !== "string" || value === "") return value;
    switch (treatment) {
      case "name":
        return this.#text.name(value);
      case "text":
        return this.#placeholders.of("text", value);
      case "secret":
        return this.#placeholders.of("token", value);
      case "phone":
        return this.#placeholders.of("phone", value);
      default:
        return this.#text.text(value);
    }
  }

  /** Names of members are Azure's own, unless they contain ids or addresses. */
  #key(name: string): string {
    return /[@/]|[0-9a-f]{8}-[0-9a-f]{4}-/i.test(name) || !/^[$@\w.-]{1,100}$/.test(name)
      ? this.#text.text(name)
      : name;
  }

  #tags(tags: JsonMap): JsonMap {
    return Object.fromEntries(
      Object.entries(tags).map(([name, value]) =>
        OWN_TAGS.has(name.toLowerCase())
          ? [name, value]
          : [
              this.#placeholders.of("tag", name),
              typeof value === "string" && value !== "" ? this.#placeholders.of("text", value) : value,
            ],
      ),
    );
  }
}

/** Names that the product gives: the same at every user, and useful to read. */
export function isProductName(name: string): boolean {
  return /^(?:rg-|ag-)?csp-baseline(?:-(?:pilot|monthly|cost-anomaly|activity-[a-z-]+|service-health|resource-health|activity-log|entra-logs))?$/.test(
    name.toLowerCase(),
  );
}

function isErrorObject(value: JsonMap): boolean {
  return typeof member(value, "code") === "string" && typeof member(value, "message") === "string";
}

/** Receivers of an action group are named by users. @param list the list's own name */
function isReceiverName(list: string, name: string): boolean {
  return name === "name" && /receivers$/i.test(list);
}

/** An amount is replaced by zero; its currency and its shape stay. */
function spending(value: unknown): unknown {
  if (typeof value === "number") return 0;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, typeof member === "number" ? 0 : member]),
  );
}

/** A short name, or one plain word, may be a word of Azure as well: it is replaced, and not searched for. */
function isToBeChecked(kind: string, original: string): boolean {
  if (kind !== "name") return original.length >= 8;
  return original.length >= 8 && /[\s\d-]/.test(original) && !isProductName(original);
}

function jsonText(original: string): string {
  return JSON.stringify(original).slice(1, -1).toLowerCase();
}
