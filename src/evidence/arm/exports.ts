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
import type { SaidOfSubscription } from "./subscription-record.ts";

/** Something wrong with an exported file. */
export interface ExportProblem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /** `unreadable`: it could not be read; `incomplete`: what it lacks is unknown; `unused`: it has nothing to judge. */
  readonly kind: "unreadable" | "incomplete" | "unused";
}

/** What exports say of a subscription as such, where they do. */
export interface SeenInExport extends SaidOfSubscription {
  /** In lower case. */
  readonly tenantId?: string;
}

/** Evidence that other subscriptions may share. */
export interface SharedEvidence {
  /** Of {@link ANY_SUBSCRIPTION}: what holds for it holds for every subscription with the same numbers. */
  readonly evidence: Evidence;
  /** For each resource the number of its content. */
  readonly numbers: readonly number[];
}

/** What PSRule's export nests in a subscription. Source: PSRule.Rules.Azure, ResourceExportVisitor. */
const NESTED_BY_PSRULE = [
  "Microsoft.Security/securityContacts",
  "Microsoft.Security/pricings",
  "Microsoft.Authorization/policyAssignments",
];

/**
 * What files say of Azure that were exported from it: answers of ARM and of Azure Resource Graph, the output of `az`,
 * PSRule's `Export-AzRuleData`, single resources, JSON Lines; in UTF-8 or UTF-16.
 *
 * What nobody exported is unknown, not absent: a type that no file has anything of, the rest of an answer that goes
 * on, and a subscription that is in no file.
 */
export class ArmExports {
  readonly #pool = new ResourcePool();
  readonly #numbers = new Map<string, number[]>();
  readonly #subscriptions = new Map<string, SeenInExport>();
  /** Types of which a subscription without any has none, and those that are told of one subscription alone. */
  readonly #ofAll = new Set<string>();
  readonly #ofOne = new Map<string, Set<string>>();
  readonly #types = new Set<string>();
  /** Files with something in them. */
  readonly #used = new Set<string>();
  readonly #answers: Answer[] = [];
  readonly #broken: ExportFault[] = [];
  readonly #problems: ExportProblem[] = [];
  #lists = false;
  #faults: readonly ExportFault[] | undefined;

  /** Reads one more file; what is wrong with it becomes a problem. */
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
        const message = "nothing of it is used: no subscription and no resource is in it";
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

  /** Everything wrong with the files. */
  get problems(): readonly ExportProblem[] {
    const cut = this.#cut().map(({ file, message }) => ({ file, message, kind: "incomplete" }) as const);
    return [...this.#problems, ...cut];
  }

  /** The subscriptions that the files have anything of, by their ids in lower case. */
  get subscriptions(): ReadonlyMap<string, SeenInExport> {
    return this.#subscriptions;
  }

  /** Whether a file lists subscriptions as such: then one that is in none is not to be seen. */
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

  /** @param bare what of the file is in no answer: JSON Lines are read in parts */
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
    const message = "ConvertTo-Json has cut its resources off: export with -Depth 100";
    this.#broken.push({ file: path, message, concerns: (type, id) => cut.concerns(type, id) });
    this.#problems.push({ file: path, message, kind: "incomplete" });
  }

  /** What a file or an answer says of subscriptions that have nothing in it. */
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
      // What lists say of a subscription counts more than what rows of its resources say.
      if (this.#subscriptions.get(subscriptionId) === undefined) this.#see(subscriptionId, tenantId, {});
    }
  }

  /** Exports overlap: of two that are the same one is kept, and of two about one resource the fuller. */
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

  #see(subscriptionId: string, tenantId: string | undefined, said: SaidOfSubscription): void {
    const tenant = tenantId === undefined ? {} : { tenantId };
    this.#subscriptions.set(subscriptionId, {
      ...this.#subscriptions.get(subscriptionId),
      ...tenant,
      ...said,
    });
  }

  /** Why nothing follows from what is not there; undefined where it follows that there is none. */
  #whyUnknown(type: string, subscriptionId: string, isRare: boolean): string | undefined {
    if (!this.#numbers.has(subscriptionId)) return "no exported file has anything of this subscription";
    const fault = [...this.#broken, ...this.#cut()].find((one) => one.concerns(type, subscriptionId));
    if (fault !== undefined) return `${fault.file}: ${fault.message}`;
    if (isRare || this.#ofAll.has(type) || this.#ofOne.get(subscriptionId)?.has(type) === true)
      return undefined;
    const what = this.#types.has(type) ? "has this type of this subscription" : "has this type";
    return `no exported file ${what}: export it as well, as with ${exportCommand(type)}`;
  }

  #cut(): readonly ExportFault[] {
    this.#faults ??= cutAnswers(this.#answers);
    return this.#faults;
  }
}

/** A copy that does not keep the file's text in memory. */
function ownString(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
