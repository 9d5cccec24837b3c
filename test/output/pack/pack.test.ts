import { createHash } from "node:crypto";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ArchiveError, evidencePack, jsonBytes, verifyPack } from "../../../src/output/pack/index.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const CONTENT = {
  generatedAt: "2026-11-24T02:00:00.000Z",
  partner: { name: "Fabrikam", tenantId: "11111111-1111-1111-1111-111111111111" },
  inputs: [{ kind: "findings" as const, name: "findings.json", content: bytes("{}") }],
  files: new Map([
    ["findings/001-azure-2026-11-24.json", bytes(`{"findings": [${'"pass",'.repeat(50)}1]}`)],
    ["exceptions.json", jsonBytes([{ control: "budget", reason: "Büro" }])],
  ]),
};
const pack = evidencePack(CONTENT);

/** The files of a pack and its manifest, written again by another tool. */
function again(change: (files: Zippable) => void): Uint8Array {
  const files: Zippable = Object.fromEntries(CONTENT.files);
  files["manifest.json"] = jsonBytes(verifyPack(pack).manifest);
  change(files);
  return zipSync(files, { mtime: new Date(2026, 10, 24) });
}

describe("an evidence pack", () => {
  test("matches its manifest", () => {
    expect(verifyPack(pack)).toMatchObject({
      matching: [...CONTENT.files.keys()],
      changed: [],
      missing: [],
      added: [],
      isOriginal: true,
      sha256: createHash("sha256").update(pack).digest("hex"),
      manifest: { schema: "csp-baseline/pack/v1", inputs: [{ kind: "findings", bytes: 2 }] },
    });
  });

  test("has the same bytes for the same content", () => {
    expect(Buffer.from(evidencePack(CONTENT)).equals(pack)).toBe(true);
    const later = evidencePack({ ...CONTENT, generatedAt: "2026-11-25T02:00:00.000Z" });
    expect(Buffer.from(later).equals(pack)).toBe(false);
  });

  // A later version must verify packs of this one, so compression must not change unnoticed.
  test("has bytes that do not depend on the version of the library", () => {
    const entry = new Map([["a.json", bytes("[1, 2, 3]\n".repeat(1000))]]);
    const archive = Buffer.from(evidencePack({ ...CONTENT, files: entry }));
    const body = archive.subarray(0, archive.indexOf("manifest.json") - 30);
    expect(createHash("sha256").update(body).digest("hex")).toBe(
      "a3ea8327fb1be91402f50c3f596042ac45fba8f782e3fd2068e07004fadb0dfb",
    );
  });

  test("that any byte of which was changed does not verify", () => {
    fc.assert(
      fc.property(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = Uint8Array.from(pack);
        changed[at] = (changed[at] ?? 0) ^ difference;
        expect(isSound(changed)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("that was cut off or made longer does not verify", () => {
    fc.assert(
      fc.property(fc.nat(pack.length - 1), (length) => {
        expect(isSound(pack.subarray(0, length))).toBe(false);
      }),
    );
    expect(isSound(Buffer.concat([pack, bytes("x")]))).toBe(false);
  });
});

/** Whether everything matches; false for a file that is not a pack. */
function isSound(archive: Uint8Array): boolean {
  try {
    const { added, changed, isOriginal, missing } = verifyPack(archive);
    return isOriginal && added.length + changed.length + missing.length === 0;
  } catch (error) {
    expect(error).toBeInstanceOf(ArchiveError);
    return false;
  }
}

describe("the verification", () => {
  test("names what was changed, added and removed", () => {
    const archive = again((files) => {
      files["exceptions.json"] = bytes("[]\n");
      files["notes.txt"] = bytes("from the auditor");
      delete files["findings/001-azure-2026-11-24.json"];
    });
    expect(verifyPack(archive)).toMatchObject({
      matching: [],
      changed: ["exceptions.json"],
      missing: ["findings/001-azure-2026-11-24.json"],
      added: ["notes.txt"],
      isOriginal: false,
    });
  });

  test("detects an archive that another tool wrote from the same files", () => {
    expect(verifyPack(again(() => {}))).toMatchObject({
      changed: [],
      added: [],
      missing: [],
      isOriginal: false,
    });
  });

  test.each<[string, (files: Zippable) => void, RegExp]>([
    [
      "leads out of the folder",
      (files) => (files["../../etc/passwd"] = bytes("x")),
      /leads out of the folder/,
    ],
    ["is absolute", (files) => (files["/etc/passwd"] = bytes("x")), /not a relative path/],
    ["has a backslash", (files) => (files["..\\x"] = bytes("x")), /not a relative path/],
    ["has a control character", (files) => (files["a\u001b[2J"] = bytes("x")), /not a relative path/],
  ])("refuses a name that %s", (_, change, message) => {
    expect(() => verifyPack(again(change))).toThrow(message);
    expect(() => verifyPack(again(change))).toThrow(ArchiveError);
  });

  test("rejects a name that occurs twice", () => {
    const archive = Buffer.from(again((files) => (files["exceptionz.json"] = bytes("[]"))));
    const twice = Buffer.from(archive.toString("latin1").replaceAll("exceptionz", "exceptions"), "latin1");
    expect(() => verifyPack(twice)).toThrow(/exceptions\.json stands twice/);
  });

  test("refuses an archive that unpacks to more than 1 GiB", () => {
    const archive = Buffer.from(again((files) => (files["bomb.json"] = bytes("0".repeat(1000)))));
    // The uncompressed size in the entry of the central directory.
    const entry = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    archive.writeUInt32LE(0x7fff_ffff, entry + 24);
    expect(() => verifyPack(archive)).toThrow(/more than 1 GiB/);
  });

  test("does not unpack more than an entry says", () => {
    const archive = Buffer.from(again((files) => (files["bomb.json"] = new Uint8Array(20_000_000))));
    const entry = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    archive.writeUInt32LE(10, entry + 24);
    expect(isSound(archive)).toBe(false);
  });

  test.each([
    ["an empty file", new Uint8Array()],
    ["another file", bytes("findings")],
    ["an archive without a manifest", zipSync({ "a.json": bytes("{}") })],
    ["a manifest that is not JSON", again((files) => (files["manifest.json"] = bytes("{")))],
    ["a manifest of another format", again((files) => (files["manifest.json"] = bytes('{"schema":"x"}')))],
    [
      "a manifest that is not text",
      again((files) => (files["manifest.json"] = new Uint8Array([0xff, 0xfe]))),
    ],
  ])("refuses %s in one line", (_, archive) => {
    let message = "";
    try {
      verifyPack(archive);
    } catch (error) {
      expect(error).toBeInstanceOf(ArchiveError);
      message = String(error);
    }
    expect(message).not.toBe("");
    expect(message).not.toContain("\n");
  });
});
