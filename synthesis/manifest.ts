import { engine } from "#engine";
import type { StackAnnotation } from "../engine/render.ts";
import { stableJson } from "./stable-json.ts";

/** What the manifest says of one stack, in the form of the engine and its command line. */
export interface ManifestEntry {
  readonly id: string;
  readonly constructPath: string;
  readonly annotations: readonly StackAnnotation[];
}

/** `manifest.json`: what `cdktf deploy` and the other tools go by. */
export function manifestJson(entries: readonly ManifestEntry[]): string {
  const stacks = entries.map(({ annotations, constructPath, id }) => [
    id,
    {
      name: id,
      annotations,
      constructPath,
      dependencies: [],
      stackMetadataPath: `stacks/${id}/metadata.json`,
      synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
      workingDirectory: `stacks/${id}`,
    },
  ]);
  return stableJson({ stacks: Object.fromEntries(stacks), version: engine.version });
}
