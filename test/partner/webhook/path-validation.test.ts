import { beforeAll, describe, expect, test } from "vitest";
import { findChain } from "../../../src/partner/webhook/certificate-chain.ts";
import { pathFault } from "../../../src/partner/webhook/path-validation.ts";
import { type Authority, type IssueProps, issue } from "./pki.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const NAME_CONSTRAINTS = "2.5.29.30";
/** permittedSubtrees: the DNS name example.com. */
const ONLY_EXAMPLE = `3011a00f300d820b${Buffer.from("example.com").toString("hex")}`;
/** excludedSubtrees: the DNS name microsoft.com. */
const NOT_MICROSOFT = `3013a111300f820d${Buffer.from("microsoft.com").toString("hex")}`;

let root: Authority;
let issuing: Authority;
let leaf: Authority;
beforeAll(() => {
  root = issue({ commonName: "Root", authority: true });
  issuing = authority("Issuing", root);
  leaf = issue({ commonName: "events.microsoft.com", by: issuing, usages: ["serverAuth"] });
}, 60_000);

function authority(commonName: string, by: Authority, props: Partial<IssueProps> = {}): Authority {
  return issue({ commonName, by, authority: true, ...props });
}

const signer = (by: Authority, props: Partial<IssueProps> = {}) =>
  issue({ commonName: "events.microsoft.com", by, ...props });

/** Returns the fault of a chain, given from the leaf to its last intermediate; undefined if it is good. */
async function fault(first: Authority, ...others: readonly Authority[]): Promise<string | undefined> {
  const chain = await findChain({
    leaf: first.x509,
    others: others.map(({ x509 }) => x509),
    roots: [root.x509],
    fetchIssuer: async () => undefined,
  });
  return typeof chain === "string" ? chain : pathFault(chain, NOW);
}

describe("a chain is good", () => {
  test("with an intermediate", async () => expect(await fault(leaf, issuing)).toBeUndefined());
  test("directly below the root", async () => expect(await fault(signer(root))).toBeUndefined());
  test("for any order of the file", async () => {
    const lower = authority("Lower", issuing);
    expect(await fault(signer(lower), issuing, lower)).toBeUndefined();
  });
  test("to the second in which it expires", async () => {
    const last = signer(issuing, { to: "2026-11-24T12:00:00Z" });
    expect(await fault(last, issuing)).toBeUndefined();
  });
  test("with as many authorities as the path length allows", async () => {
    const upper = authority("Upper", root, { pathLength: 1 });
    const lower = authority("Lower", upper, { pathLength: 0 });
    expect(await fault(signer(lower), lower, upper)).toBeUndefined();
  });
  test("with a name within the constraints", async () => {
    const limited = authority("Limited", root, {
      extensions: [{ id: NAME_CONSTRAINTS, critical: true, der: ONLY_EXAMPLE }],
    });
    const named = issue({ commonName: "events.example.com", by: limited });
    expect(await fault(named, limited)).toBeUndefined();
  });
  test.each([[["clientAuth"]], [["codeSigning", "serverAuth"]]])("for the usages %s", async (usages) => {
    expect(await fault(signer(issuing, { usages }), issuing)).toBeUndefined();
  });
  test("with an extension that is not known and not critical", async () => {
    const extensions = [{ id: "1.3.6.1.4.1.99999.1", critical: false, der: "0500" }];
    expect(await fault(signer(issuing, { extensions }), issuing)).toBeUndefined();
  });
});

describe("a chain is refused", () => {
  const refused = async (why: RegExp, ...chain: readonly [Authority, ...Authority[]]) =>
    expect(await fault(...chain)).toMatch(why);

  test("with a leaf that has expired", () =>
    refused(/not valid today/, signer(issuing, { to: "2026-11-24T11:59:59Z" }), issuing));
  test("with a leaf that is not valid yet", () =>
    refused(/not valid today/, signer(issuing, { from: "2026-11-24T12:00:01Z" }), issuing));
  test("with an intermediate that has expired", () => {
    const old = authority("Old", root, { to: "2026-11-01" });
    return refused(/not valid today/, signer(old), old);
  });
  test("with a root that has expired", async () => {
    const old = issue({ commonName: "Old root", authority: true, to: "2026-11-01" });
    expect(await pathFault([signer(old).x509, old.x509], NOW)).toMatch(/not valid today/);
  });
  test("without its intermediate", () => refused(/does not end at a trusted root/, leaf));
  test("of one certificate that signed itself", () =>
    refused(/does not end at a trusted root/, issue({ commonName: "events.microsoft.com" })));
  test("with a signature of another key and the right name", async () => {
    const other = issue({ commonName: "Root", authority: true });
    await refused(/does not end at a trusted root/, signer(other));
    // Whatever found the chain: the validation itself looks at the signatures.
    expect(await pathFault([signer(other).x509, root.x509], NOW)).toMatch(/signature is invalid/);
  });
  test("with more authorities than the path length allows", () => {
    const upper = authority("Upper", root, { pathLength: 0 });
    const lower = authority("Lower", upper);
    return refused(/pathLenConstraint/, signer(lower), lower, upper);
  });
  test("with an issuer that is not an authority", () =>
    refused(/not a CA/, issue({ commonName: "below.microsoft.com", by: leaf }), leaf, issuing));
  test("of more than five certificates", () => {
    const authorities = [authority("A", root)];
    for (const name of ["B", "C", "D"]) authorities.unshift(authority(name, authorities[0] ?? root));
    return refused(/too long/, signer(authorities[0] ?? root), ...authorities);
  });
  test.each([
    ["outside of the permitted names", ONLY_EXAMPLE],
    ["within the excluded names", NOT_MICROSOFT],
  ])("with a name %s", (_, der) => {
    const limited = authority("Limited", root, {
      extensions: [{ id: NAME_CONSTRAINTS, critical: true, der }],
    });
    return refused(/name constraint|permitted|excluded/i, signer(limited), limited);
  });
  test("for another usage", () =>
    refused(/another purpose/, signer(issuing, { usages: ["codeSigning", "emailProtection"] }), issuing));
  test("with an intermediate for another usage", () => {
    const mail = authority("Mail", root, { usages: ["emailProtection"] });
    return refused(/another purpose/, signer(mail), mail);
  });
  test.each(["leaf", "intermediate"])("with a critical extension that is not known in the %s", (place) => {
    const extensions = [{ id: "1.3.6.1.4.1.99999.1", critical: true, der: "0500" }];
    if (place === "leaf") return refused(/critical extension/, signer(issuing, { extensions }), issuing);
    const strange = authority("Strange", root, { extensions });
    return refused(/critical extension/, signer(strange), strange);
  });
  test("with a key of 1024 bits", () =>
    refused(/RSA key of 2048 to 8192 bits/, signer(issuing, { bits: 1024 }), issuing));
});
