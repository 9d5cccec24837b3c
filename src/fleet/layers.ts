import { type Completed, completeBaseline } from "./baseline.ts";
import type { BaselineLayer } from "./baseline-schema.ts";
import { isMap, merge } from "./merge.ts";
import { formatPath, type Path, valueAt } from "./path.ts";
import type { Position } from "./position.ts";
import type { Fault, Problem } from "./problem.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What one place in a file says of the baseline. */
export interface Layer {
  readonly file: YamlFile;
  /** Of the baseline in the file: `["subscriptions", 0, "baseline"]`. */
  readonly at: Path;
  readonly values: BaselineLayer;
}

/** A baseline made of layers: the partner's, a customer's, a subscription's. */
export class LayeredBaseline {
  /** The most specific first. */
  readonly #layers: readonly Layer[];
  readonly #merged: BaselineLayer;
  #completed: Completed | undefined;

  private constructor(layers: readonly Layer[], merged: BaselineLayer) {
    this.#layers = layers;
    this.#merged = merged;
  }

  /** Without any layer: what the program itself suggests. */
  static readonly none = new LayeredBaseline([], {});

  /** With one more layer on top. Without one it is the same baseline, so that those who share it share its work. */
  with(file: YamlFile, at: Path, values: BaselineLayer | undefined): LayeredBaseline {
    if (values === undefined) return this;
    return new LayeredBaseline([{ file, at, values }, ...this.#layers], merge(this.#merged, values));
  }

  /** The whole baseline, or what is wrong with it; worked out, and told to `examine`, once. */
  complete(examine: (completed: Completed) => void): Completed {
    if (this.#completed === undefined) {
      this.#completed = completeBaseline(this.#merged);
      examine(this.#completed);
    }
    return this.#completed;
  }

  /** Where the value at `path` comes from; `undefined` when no layer sets even a part of the path. */
  locate(path: Path): Position | undefined {
    const source = findSource(this.#layers, path);
    return source?.layer.file.locate([...source.layer.at, ...path.slice(0, source.depth)]);
  }

  /** The layer that sets the value at `path` itself; `undefined` when it is a default. */
  source(path: Path): Layer | undefined {
    const source = findSource(this.#layers, path);
    return source?.depth === path.length ? source.layer : undefined;
  }

  /** A fault of the whole, told at the layer that causes it, or at the partner's, which everyone has. */
  problem(fault: Fault, partner: YamlFile): Problem {
    const layer = findSource(this.#layers, fault.path)?.layer ?? { file: partner, at: ["baseline"] };
    const position = this.locate(fault.path) ?? partner.locate(["baseline"]);
    return { ...fault, position, path: formatPath([...layer.at, ...fault.path]) };
  }
}

/** The layer that decides a value, and how much of the value's path is written down there. */
function findSource(layers: readonly Layer[], path: Path): { layer: Layer; depth: number } | undefined {
  let nearest: { layer: Layer; depth: number } | undefined;
  for (const layer of layers) {
    let depth = 0;
    while (depth < path.length && valueAt(layer.values, path.slice(0, depth + 1)) !== undefined) depth++;
    if (depth <= (nearest?.depth ?? 0)) continue;
    nearest = { layer, depth };
    // A list or scalar replaces whatever lies under it, so a path that ends there is decided too.
    if (depth === path.length || !isMap(valueAt(layer.values, path.slice(0, depth)))) return nearest;
  }
  return nearest;
}
