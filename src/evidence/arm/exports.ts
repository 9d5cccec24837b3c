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
import { eachElement } from "./export-elements.ts";
import { ExportFileError, exportTexts } from "./export-text.ts";
import { NO_NUMBER, type Part, ResourcePool, type SaidOfSubscription } from "./resource-pool.ts";
import { judgedTypes, SUBSCRIPTIONS } from "./resource-types.ts";

/** Something wrong with an exported file. */
export interface ExportProblem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /** `unreadable`: nothing of it was used; `incomplete`: what it lacks is unknown. */
  readonly kind: "unreadable" | "incomplete";
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
  readonly #types = new Set<string>();
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
    try {
      for (text of exportTexts(path)) {
        if (text.trim() === "") continue;
        isEmpty = false;
        this.#read(text, path);
      }
      if (isEmpty) throw new ExportFileError("it is empty", 1);
    } catch (error) {
      if (!(error instanceof ExportFileError)) throw error;
      const { line, message } = error;
      const contents = contentsOfBroken(text);
      this.#broken.push({ file: path, message, concerns: (type, id) => contents.concerns(type, id) });
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
    const { evidence } = this.shared(subscriptionId);
    const own: Evidence["resources"] = JSON.parse(
      JSON.stringify(evidence.resources).replaceAll(ANY_SUBSCRIPTION, subscriptionId),
    );
    return { ...evidence, subscriptionId, resources: own };
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

  #read(text: string, path: string): void {
    let contents = new Contents();
    const cut = new Contents();
    eachElement(text, {
      onElement: (element) => {
        const found = this.#pool.add(element);
        for (const part of found?.parts ?? []) {
          const id = part.subscriptionId === ANY_SUBSCRIPTION ? found?.subscriptionId : part.subscriptionId;
          if (part.isCut) cut.add(part.type, id ?? "");
          else this.#keep(part, id ?? "", found?.tenantId, contents);
        }
        return found !== undefined;
      },
      onAnswer: (answer) => {
        this.#answers.push(readAnswer(answer, path, contents));
        contents = new Contents();
      },
    });
    if (cut.count === 0) return;
    const message = "ConvertTo-Json has cut its resources off: export with -Depth 100";
    this.#broken.push({ file: path, message, concerns: (type, id) => cut.concerns(type, id) });
    this.#problems.push({ file: path, message, kind: "incomplete" });
  }

  #keep(part: Part, subscriptionId: string, tenantId: string | undefined, contents: Contents): void {
    const { nests, number, seen, type } = part;
    contents.add(type, subscriptionId);
    this.#types.add(type);
    const numbers = this.#numbers.get(subscriptionId) ?? [];
    if (numbers.length === 0) this.#numbers.set(subscriptionId, numbers);
    // Exports overlap; two of the same are one.
    if (number !== NO_NUMBER && !numbers.includes(number)) numbers.push(number);
    if (type === SUBSCRIPTIONS) {
      if (nests) for (const nested of NESTED_BY_PSRULE) this.#types.add(nested);
      else this.#lists = true;
      this.#see(subscriptionId, tenantId, seen);
    } else if (!this.#subscriptions.has(subscriptionId)) this.#see(subscriptionId, tenantId, {});
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
    if (isRare || this.#types.has(type)) return undefined;
    return "no exported file has this type: export it as well";
  }

  #cut(): readonly ExportFault[] {
    this.#faults ??= cutAnswers(this.#answers);
    return this.#faults;
  }
}
