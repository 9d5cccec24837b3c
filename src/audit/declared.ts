import { createHash } from "node:crypto";
import {
  type ArmResource,
  type Evidence,
  isMap,
  resourcesOfType,
  sameName,
  type Value,
  type ValueMap,
} from "../evidence/index.ts";
import type { Baseline, Fleet, Subscription } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { builtStack, readStackJson, stackEvidence } from "../synthesis/stack-evidence.ts";
import { isRecord } from "../text/json.ts";

const SECURITY_CONTACTS = "Microsoft.Security/securityContacts";

/**
 * The declarations of a subscription's stack that the audit compares with Azure, without the subscription's own ids.
 */
export interface Declared {
  /** Reports whether the stack has a resource of this type and name. */
  has(type: string, name: string): boolean;
  /** Returns the names of its resources of this type, in lower case. */
  namesOf(type: string): readonly string[];
  /** The properties of its security contact. */
  readonly contact: ValueMap | undefined;
}

class DeclaredStack implements Declared {
  readonly #names: ReadonlySet<string>;
  readonly contact: ValueMap | undefined;

  constructor(names: readonly string[], contact: ValueMap | undefined) {
    this.#names = new Set(names);
    this.contact = contact;
  }

  has(type: string, name: string): boolean {
    return this.#names.has(nameOf(type, name));
  }

  namesOf(type: string): readonly string[] {
    const start = nameOf(type, "");
    const names = [...this.#names]
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));
    return names.filter((name) => name !== "" && !name.includes("/"));
  }
}

/** The resources of a stack in ARM's shape. */
export interface DeclaredResources {
  /** The subscription in their ids: another one where both stacks declare the same. */
  readonly owner: string;
  readonly resources: readonly ArmResource[];
}

interface Both {
  readonly declared: Declared;
  readonly resources: DeclaredResources;
}

/**
 * Reads the declarations of subscriptions' stacks: the synthesized ones, or else those that this program would build.
 * Equal stacks share one object.
 */
export class DeclaredStacks {
  readonly #fleet: Fleet;
  readonly #folder: string | undefined;
  readonly #buildStack: BuildStack | undefined;
  readonly #byText = new Map<string, Declared>();
  /** Declarations of built stacks: equal baselines and exceptions declare the same. */
  readonly #built = new Map<Baseline, Map<string, Both | undefined>>();
  /** Declarations of synthesized stacks, by a hash of what their resources are read from. */
  readonly #ofShape = new Map<string, Both>();
  #last: { readonly id: string; readonly both: Both | undefined } | undefined;

  /**
   * @param folder the `cdktf.out`, if there is one
   * @param build builds a stack. @default - the baseline only
   */
  constructor(fleet: Fleet, folder: string | undefined, build?: BuildStack) {
    this.#buildStack = build;
    this.#fleet = fleet;
    this.#folder = folder;
  }

  of(subscription: Subscription): Declared | undefined {
    return this.#both(subscription)?.declared;
  }

  /**
   * Returns all resources that the stack of a subscription declares.
   * @returns undefined where no stack can be read
   */
  resourcesOf(subscription: Subscription): DeclaredResources | undefined {
    return this.#both(subscription)?.resources;
  }

  /** Reads both and caches the last: both are requested for each subscription in turn. */
  #both(subscription: Subscription): Both | undefined {
    if (this.#last?.id !== subscription.id)
      this.#last = { id: subscription.id, both: this.#read(subscription) };
    return this.#last.both;
  }

  #read(subscription: Subscription): Both | undefined {
    const file = this.#folder === undefined ? undefined : readStackJson(this.#folder, subscription.id);
    if (file !== undefined) return "failure" in file ? undefined : this.#ofFile(file.json, subscription.id);
    // An app's own stacks may differ in any way.
    if (this.#buildStack !== undefined) return this.#build(subscription);
    const { baseline, exceptions } = subscription;
    const live = exceptions.filter(({ expired }) => !expired).map(({ control }) => control);
    const ofBaseline = this.#built.get(baseline) ?? new Map<string, Both | undefined>();
    this.#built.set(baseline, ofBaseline);
    const key = live.sort().join();
    if (!ofBaseline.has(key)) ofBaseline.set(key, this.#build(subscription));
    return ofBaseline.get(key);
  }

  /** Stacks that differ only in ids of their own are read once: most of a fleet has few shapes. */
  #ofFile(json: unknown, id: string): Both | undefined {
    const shape = shapeOf(json, id);
    const known = this.#ofShape.get(shape);
    if (known !== undefined) return known;
    const read = stackEvidence(json, id);
    if ("failure" in read) return undefined;
    const both = this.#bothOf(read.evidence);
    this.#ofShape.set(shape, both);
    return both;
  }

  #build(subscription: Subscription): Both | undefined {
    try {
      return this.#bothOf(builtStack(this.#fleet, subscription, this.#buildStack));
    } catch {
      // synth reports a baseline that cannot be built.
      return undefined;
    }
  }

  #bothOf(evidence: Evidence): Both {
    const { resources, subscriptionId: owner } = evidence;
    return { declared: this.#shared(evidence), resources: { owner, resources } };
  }

  #shared(evidence: Evidence): Declared {
    const names = evidence.resources.map(({ name, type }) =>
      nameOf(type, typeof name === "string" ? name : ""),
    );
    const [contact] = resourcesOfType(evidence, SECURITY_CONTACTS).filter(({ name }) => isDefault(name));
    const properties = isMap(contact?.properties) ? contact.properties : undefined;
    const text = JSON.stringify([names, properties]);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const declared = new DeclaredStack(names, properties);
    this.#byText.set(text, declared);
    return declared;
  }
}

/** A hash of everything in a stack that its resources are read from, without the subscription's own id. */
function shapeOf(json: unknown, id: string): string {
  const { provider, terraform: _, ...rest } = isRecord(json) ? json : {};
  // The tenant to sign in to and the place of the state say nothing of a resource.
  const providers = JSON.stringify(provider, (key, value: unknown) =>
    key === "tenant_id" ? undefined : value,
  );
  const text = `${providers}\n${JSON.stringify(rest)}`.replaceAll(id, "\u0000");
  return createHash("sha256").update(text).digest("base64");
}

function isDefault(name: Value): boolean {
  return typeof name === "string" && sameName(name, "default");
}

function nameOf(type: string, name: string): string {
  return `${type}/${name}`.toLowerCase();
}
