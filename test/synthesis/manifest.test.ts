import fc from "fast-check";
import { expect, test } from "vitest";
import { type ManifestEntry, manifestJson } from "../../src/synthesis/manifest.ts";
import { stableJson } from "../../src/synthesis/stable-json.ts";

const annotation = fc.record({ level: fc.string(), message: fc.string(), constructPath: fc.string() });
const entries: fc.Arbitrary<ManifestEntry[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    constructPath: fc.string(),
    annotations: fc.array(annotation, { maxLength: 2 }),
  }),
  { selector: ({ id }) => id },
);

test("the manifest is stable JSON for any order of the stacks", () => {
  fc.assert(
    fc.property(entries, (list) => {
      const text = manifestJson(list);
      expect(text).toBe(stableJson(JSON.parse(text)));
      expect(manifestJson([...list].reverse())).toBe(text);
      expect(Object.keys(JSON.parse(text).stacks)).toHaveLength(list.length);
    }),
  );
});
