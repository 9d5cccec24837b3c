import { engine } from "#engine";
import type { StackAnnotation } from "../engine/render.ts";
import { inKeyOrder } from "./stable-json.ts";

/** The manifest's data of one stack, in the form of the engine and its command line. */
export interface ManifestEntry {
  readonly id: string;
  readonly constructPath: string;
  readonly annotations: readonly StackAnnotation[];
}

/** Returns `manifest.json`, which `cdktf deploy` and other tools read. Equal to the output of stableJson. */
export function manifestJson(entries: readonly ManifestEntry[]): string {
  const byId = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  // Keys are written in order: sorting those of so many stacks takes longer than writing them.
  const stacks = byId.map(({ annotations, constructPath, id }) => [
    id,
    {
      annotations: inKeyOrder(annotations),
      constructPath,
      dependencies: [],
      name: id,
      stackMetadataPath: `stacks/${id}/metadata.json`,
      synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
      workingDirectory: `stacks/${id}`,
    },
  ]);
  return JSON.stringify({ stacks: Object.fromEntries(stacks), version: engine.version }, undefined, 2);
}
