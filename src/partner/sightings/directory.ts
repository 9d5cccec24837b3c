import { AzureFailure } from "../../azure/failure.ts";
import type { Graph } from "../graph/graph.ts";

/** A longer list is not judged. */
const MOST = 50_000;

/** The lists of one tenant in Microsoft Graph, each read once. */
export class Directory {
  readonly #connect: () => Promise<Graph>;
  #graph: Promise<Graph> | undefined;
  readonly #lists = new Map<string, Promise<readonly unknown[]>>();
  readonly #values = new Map<string, Promise<unknown>>();

  constructor(connect: () => Promise<Graph>) {
    this.#connect = connect;
  }

  /** @param path below the version, with its query @throws {AzureFailure} */
  list(path: string): Promise<readonly unknown[]> {
    const known = this.#lists.get(path);
    if (known !== undefined) return known;
    const asked = this.#read(path);
    this.#lists.set(path, asked);
    return asked;
  }

  /** @throws {AzureFailure} */
  get(path: string): Promise<unknown> {
    const known = this.#values.get(path);
    if (known !== undefined) return known;
    const asked = this.#connected().then((graph) => graph.get(path));
    this.#values.set(path, asked);
    return asked;
  }

  #connected(): Promise<Graph> {
    this.#graph ??= this.#connect();
    return this.#graph;
  }

  async #read(path: string): Promise<readonly unknown[]> {
    const graph = await this.#connected();
    const found: unknown[] = [];
    for await (const page of graph.list(path)) {
      found.push(...page);
      if (found.length > MOST) throw new AzureFailure(`its list has more than ${MOST} items`);
    }
    return found;
  }
}
