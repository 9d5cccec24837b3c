import { isPlainMap } from "../text/json.ts";
import { type Completed, completeBaseline } from "./baseline.ts";
import type { BaselineLayer } from "./baseline-schema.ts";
import { merge } from "./merge.ts";
import { formatPath, type Path, valueAt } from "./path.ts";
import type { Position } from "./position.ts";
import type { Fault, Problem } from "./problem.ts";
import type { YamlFile } from "./yaml-file.ts";

/** The baseline in one place of a file. */
export interface Layer {
  readonly file: YamlFile;
  /** The path of the baseline in the file: `["subscriptions", 0, "baseline"]`. */
  readonly at: Path;
  readonly values: BaselineLayer;
}

/** A baseline of layers: the partner's, a customer's, a subscription's. */
export class LayeredBaseline {
  /** The most specific first. */
  readonly #layers: readonly Layer[];
  readonly #merged: BaselineLayer;
  #completed: Completed | undefined;

  private constructor(layers: readonly Layer[], merged: BaselineLayer) {
    this.#layers = layers;
    this.#merged = merged;
  }

  /** Without layers: the defaults. */
  static readonly none = new LayeredBaseline([], {});

  /** Adds a layer on top. Without values it returns the same baseline, whose results are shared. */
  with(file: YamlFile, at: Path, values: BaselineLayer | undefined): LayeredBaseline {
    if (values === undefined) return this;
    return new LayeredBaseline([{ file, at, values }, ...this.#layers], merge(this.#merged, values));
  }

  /** Completes the baseline or returns its faults; computed and passed to `examine` once. */
  complete(examine: (completed: Completed) => void): Completed {
    if (this.#completed === undefined) {
      this.#completed = completeBaseline(this.#merged);
      examine(this.#completed);
    }
    return this.#completed;
  }

  /** Returns the position of the value at `path`; `undefined` when no layer sets any part of the path. */
  locate(path: Path): Position | undefined {
    const source = findSource(this.#layers, path);
    return source?.layer.file.locate([...source.layer.at, ...path.slice(0, source.depth)]);
  }

  /** Returns the layer that sets the value at `path`; `undefined` when it is a default. */
  source(path: Path): Layer | undefined {
    const source = findSource(this.#layers, path);
    return source?.depth === path.length ? source.layer : undefined;
  }

  /** Reports a fault of the merged baseline at the layer that causes it, or at the partner's. */
  problem(fault: Fault, partner: YamlFile): Problem {
    const layer = findSource(this.#layers, fault.path)?.layer ?? { file: partner, at: ["baseline"] };
    const position = this.locate(fault.path) ?? partner.locate(["baseline"]);
    return { ...fault, position, path: formatPath([...layer.at, ...fault.path]) };
  }
}

/** Returns the layer that sets a value, and the length of the value's path in it. */
function findSource(layers: readonly Layer[], path: Path): { layer: Layer; depth: number } | undefined {
  let nearest: { layer: Layer; depth: number } | undefined;
  for (const layer of layers) {
    let depth = 0;
    while (depth < path.length && valueAt(layer.values, path.slice(0, depth + 1)) !== undefined) depth++;
    if (depth <= (nearest?.depth ?? 0)) continue;
    nearest = { layer, depth };
    // A list or scalar replaces everything below it, so a path that ends there is decided too.
    if (depth === path.length || !isPlainMap(valueAt(layer.values, path.slice(0, depth)))) return nearest;
  }
  return nearest;
}
