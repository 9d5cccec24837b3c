import { ANY_SUBSCRIPTION } from "../any-ids.ts";
import type { Evidence } from "../evidence.ts";
import {
  type Answer,
  Contents,
  contentsOfBroken,
  cutAnswers,
  type ExportFault,
  readAnswer,
} from "./export-contents.ts";
import { type Element, eachElement } from "./export-elements.ts";
import { ExportFileError, exportTexts } from "./export-text.ts";
import { exportCommand } from "./lacks.ts";
import { NO_NUMBER, type Part, ResourcePool } from "./resource-pool.ts";
import { isInGraph, judgedTypes, SUBSCRIPTIONS } from "./resource-types.ts";
import type { SubscriptionFacts } from "./subscription-record.ts";

/** A fault of an exported file. */
export interface ExportProblem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /**
   * `unreadable`: the file could not be read; `incomplete`: parts are missing; `unused`: the file has nothing to judge.
   */
  readonly kind: "unreadable" | "incomplete" | "unused";
}

/** The subscription's own facts in exports. */
export interface ExportedSubscription extends SubscriptionFacts {
  /** In lower case. */
  readonly tenantId?: string;
}

/** Evidence that several subscriptions may share. */
export interface SharedEvidence {
  /** Evidence of {@link ANY_SUBSCRIPTION}: it applies to every subscription with the same numbers. */
  readonly evidence: Evidence;
  /** The content number of each resource. */
  readonly numbers: readonly number[];
}

/** The resources that PSRule's export nests in a subscription. Source: PSRule.Rules.Azure, ResourceExportVisitor. */
const NESTED_BY_PSRULE = [
  "Microsoft.Security/securityContacts",
  "Microsoft.Security/pricings",
  "Microsoft.Authorization/policyAssignments",
];

/**
 * Resources in files exported from Azure: answers of ARM and of Azure Resource Graph, the output of `az`, PSRule's
 * `Export-AzRuleData`, single resources, JSON Lines; in UTF-8 or UTF-16.
 *
 * Parts that were not exported are unknown, not absent: a type that no file contains, the remaining pages of an answer,
 * and a subscription that is in no file.
 */
export class ArmExports {
  readonly #pool = new ResourcePool();
  readonly #numbers = new Map<string, number[]>();
  readonly #subscriptions = new Map<string, ExportedSubscription>();
  /** Types whose absence in a subscription proves that it has none, with those listed for one subscription. */
  readonly #ofAll = new Set<string>();
  readonly #ofOne = new Map<string, Set<string>>();
  readonly #types = new Set<string>();
  /** Files with content that was used. */
  readonly #used = new Set<string>();
  readonly #answers: Answer[] = [];
  readonly #broken: ExportFault[] = [];
  readonly #problems: ExportProblem[] = [];
  #lists = false;
  #faults: readonly ExportFault[] | undefined;

  /** Reads one more file and records its faults as problems. */
  add(path: string): void {
    this.#faults = undefined;
    let text = "";
    let isEmpty = true;
    const contents = new Contents();
    try {
      for (text of exportTexts(path)) {
        if (text.trim() === "") continue;
        isEmpty = false;
        this.#read(text, path, contents);
      }
      if (isEmpty) throw new ExportFileError("it is empty", 1);
      this.#close(contents);
      if (contents.count === 0 && !this.#used.has(path)) {
        const message = "it is not used: it contains no subscription and no resource";
        this.#problems.push({ file: path, message, kind: "unused" });
      }
    } catch (error) {
      if (!(error instanceof ExportFileError)) throw error;
      const { line, message } = error;
      const broken = contentsOfBroken(text);
      this.#broken.push({ file: path, message, concerns: (type, id) => broken.concerns(type, id) });
      this.#problems.push({
        file: path,
        message,
        kind: "unreadable",
        ...(line === undefined ? {} : { line }),
      });
    }
  }

  /** The faults of all files. */
  get problems(): readonly ExportProblem[] {
    const cut = this.#cut().map(({ file, message }) => ({ file, message, kind: "incomplete" }) as const);
    return [...this.#problems, ...cut];
  }

  /** The subscriptions in the files, by id in lower case. */
  get subscriptions(): ReadonlyMap<string, ExportedSubscription> {
    return this.#subscriptions;
  }

  /** Whether a file lists subscriptions: then a subscription that no file lists is not visible. */
  get listsSubscriptions(): boolean {
    return this.#lists;
  }

  /** @param subscriptionId in lower case */
  evidence(subscriptionId: string): Evidence {
    const { evidence, numbers } = this.shared(subscriptionId);
    const resources = numbers.map((number) => this.#pool.resourceOf(number, subscriptionId));
    return { ...evidence, subscriptionId, resources };
  }

  /** @param subscriptionId in lower case */
  shared(subscriptionId: string): SharedEvidence {
    const numbers = this.#numbers.get(subscriptionId) ?? [];
    const resources = numbers.map((number) => this.#pool.resource(number));
    const unreadable = judgedTypes().flatMap(({ rare, type }) => {
      const reason = this.#whyUnknown(type, subscriptionId, rare === true);
      return reason === undefined ? [] : [{ type, reason }];
    });
    return {
      numbers,
      evidence: {
        source: "azure",
        subscriptionId: ANY_SUBSCRIPTION,
        resources,
        ...(unreadable.length > 0 ? { unreadable } : {}),
      },
    };
  }

  /** @param bare contents of the file outside answers: JSON Lines are read in parts */
  #read(text: string, path: string, bare: Contents): void {
    const cut = new Contents();
    const around = [bare];
    let first = "";
    const onElement = (element: string): Element => {
      const found = this.#pool.add(element);
      if (found === undefined || found === "answer") return found ?? "broken";
      first ||= element.slice(0, 200);
      for (const part of found.parts) {
        const isOwn = part.subscriptionId === ANY_SUBSCRIPTION;
        const id = isOwn ? found.subscriptionId : part.subscriptionId;
        if (part.isCut) cut.add(part.type, id);
        else this.#keep(part, id, isOwn ? found.tenantId : undefined, around.at(-1) ?? bare);
      }
      if (found.parts.length > 0) this.#used.add(path);
      return "used";
    };
    eachElement(text, {
      onElement,
      onAnswerStart: () => {
        around.push(new Contents());
        first = "";
      },
      onAnswer: (answer, count) => {
        const contents = around.pop() ?? bare;
        this.#answers.push(readAnswer(answer, path, contents, { count, first: ownString(first) }));
        this.#close(contents);
      },
      onRestart: () => void around.splice(1),
    });
    if (cut.count === 0) return;
    const message = "ConvertTo-Json truncated its resources: export with -Depth 100";
    this.#broken.push({ file: path, message, concerns: (type, id) => cut.concerns(type, id) });
    this.#problems.push({ file: path, message, kind: "incomplete" });
  }

  /** Records which subscriptions a file or an answer proves to have no resources. */
  #close(contents: Contents): void {
    for (const type of contents.types) if (contents.isOfAll(type, isInGraph(type))) this.#ofAll.add(type);
  }

  #keep(part: Part, subscriptionId: string, tenantId: string | undefined, contents: Contents): void {
    const { nests, number, seen, type } = part;
    contents.add(type, subscriptionId);
    const numbers = this.#numbers.get(subscriptionId) ?? [];
    if (numbers.length === 0) this.#numbers.set(subscriptionId, numbers);
    if (number !== NO_NUMBER) this.#keepNumber(numbers, number);
    if (type === SUBSCRIPTIONS) {
      if (nests) this.#tellOf(subscriptionId, NESTED_BY_PSRULE);
      else this.#lists = true;
      this.#see(subscriptionId, tenantId, seen);
    } else {
      this.#tellOf(subscriptionId, [type]);
      // Facts from lists of subscriptions take precedence over those from rows of resources.
      if (this.#subscriptions.get(subscriptionId) === undefined) this.#see(subscriptionId, tenantId, {});
    }
  }

  /**
   * Removes duplicates, because exports overlap: of two equal resources one is kept, of two about one resource the
   * fuller.
   */
  #keepNumber(numbers: number[], number: number): void {
    if (numbers.includes(number)) return;
    const fullness = this.#pool.fullness(number);
    for (let at = numbers.length - 1; at >= 0; at -= 1) {
      const other = numbers[at] ?? NO_NUMBER;
      if (!this.#pool.isSame(other, number)) continue;
      const fuller = this.#pool.fullness(other);
      if (fuller > fullness) return;
      if (fuller < fullness) numbers.splice(at, 1);
    }
    numbers.push(number);
  }

  #tellOf(subscriptionId: string, types: readonly string[]): void {
    for (const type of types) this.#types.add(type);
    const known = this.#ofOne.get(subscriptionId);
    if (known === undefined) this.#ofOne.set(subscriptionId, new Set(types));
    else for (const type of types) known.add(type);
  }

  #see(subscriptionId: string, tenantId: string | undefined, facts: SubscriptionFacts): void {
    const tenant = tenantId === undefined ? {} : { tenantId };
    this.#subscriptions.set(subscriptionId, {
      ...this.#subscriptions.get(subscriptionId),
      ...tenant,
      ...facts,
    });
  }

  /** Returns why absence of the type proves nothing; undefined where it proves that there is none. */
  #whyUnknown(type: string, subscriptionId: string, isRare: boolean): string | undefined {
    if (!this.#numbers.has(subscriptionId)) return "no exported file has resources of this subscription";
    const fault = [...this.#broken, ...this.#cut()].find((one) => one.concerns(type, subscriptionId));
    if (fault !== undefined) return `${fault.file}: ${fault.message}`;
    if (isRare || this.#ofAll.has(type) || this.#ofOne.get(subscriptionId)?.has(type) === true)
      return undefined;
    const what = this.#types.has(type) ? "has this type for this subscription" : "has this type";
    return `no exported file ${what}: export it too, for example with ${exportCommand(type)}`;
  }

  #cut(): readonly ExportFault[] {
    this.#faults ??= cutAnswers(this.#answers);
    return this.#faults;
  }
}

/** Copies a string so that it does not keep the file's text in memory. */
function ownString(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
