import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";
import forge from "node-forge";

interface Issued {
  readonly pem: string;
  readonly der: Buffer;
  readonly x509: X509Certificate;
  /** Signs the bytes: base64. */
  sign(body: Buffer, digest?: string): string;
}

export interface IssueProps {
  readonly commonName: string;
  readonly organization?: string;
  /** @default itself */
  readonly by?: Authority;
  readonly authority?: boolean;
  readonly from?: string;
  readonly to?: string;
  /** Where its issuer's certificate is. */
  readonly issuerUrl?: string;
  /** How many authorities may follow below it. @default - any number */
  readonly pathLength?: number;
  /** Extended key usages, by the library's names. @default - no such extension */
  readonly usages?: readonly string[];
  /** Further extensions, with their DER in hexadecimal digits. */
  readonly extensions?: readonly { readonly id: string; readonly critical: boolean; readonly der: string }[];
  /** @default 2048 */
  readonly bits?: number;
}

export interface Authority extends Issued {
  readonly key: KeyObject;
  readonly subject: forge.pki.CertificateField[];
}

let serial = 1;

const newKeys = (bits: number) => generateKeyPairSync("rsa", { modulusLength: bits });

/** Authorities below a root share a key by their name, and certificates that are none share one: keys take long to make. */
const shared = new Map<string, ReturnType<typeof newKeys>>();
function sharedKeys(name: string, bits: number): ReturnType<typeof newKeys> {
  const keys = shared.get(`${name} ${bits}`) ?? newKeys(bits);
  shared.set(`${name} ${bits}`, keys);
  return keys;
}

/** A certificate as an authority would issue it. */
export function issue(props: IssueProps): Authority {
  const { authority = false, bits = 2048, by, commonName, organization, pathLength, usages } = props;
  const { extensions = [], from = "2026-01-01", to = "2027-12-31" } = props;
  const { privateKey, publicKey } =
    by === undefined ? newKeys(bits) : sharedKeys(authority ? commonName : "", bits);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    publicKey.export({ type: "spki", format: "pem" }).toString(),
  );
  certificate.serialNumber = `0${serial++}`;
  certificate.validity.notBefore = new Date(from);
  certificate.validity.notAfter = new Date(to);
  const subject = [
    { name: "commonName", value: commonName },
    ...(organization === undefined ? [] : [{ name: "organizationName", value: organization }]),
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(by?.subject ?? subject);
  certificate.setExtensions([
    {
      name: "basicConstraints",
      cA: authority,
      critical: true,
      ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
    },
    ...(usages === undefined
      ? []
      : [{ name: "extKeyUsage", ...Object.fromEntries(usages.map((usage) => [usage, true])) }]),
    ...extensions.map(({ der, ...rest }) => ({ ...rest, value: Buffer.from(der, "hex").toString("binary") })),
    ...(authority ? [] : [{ name: "subjectAltName", altNames: [{ type: 2, value: commonName }] }]),
    ...(props.issuerUrl === undefined ? [] : [issuerAt(props.issuerUrl)]),
  ]);
  const signingKey = by?.key ?? privateKey;
  const signer = forge.pki.privateKeyFromPem(signingKey.export({ type: "pkcs1", format: "pem" }).toString());
  // Node signs, because the library takes a second for it on a busy machine.
  signer.sign = () => {
    const bytes = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), "binary");
    return sign("sha256", bytes, signingKey).toString("binary");
  };
  certificate.sign(signer, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  const x509 = new X509Certificate(pem);
  return {
    pem,
    der: x509.raw,
    x509,
    key: privateKey,
    subject,
    sign: (body, digest = "sha256") => sign(digest, body, privateKey).toString("base64"),
  };
}

/** The extension Authority Information Access: RFC 5280, 4.2.2.1. */
function issuerAt(url: string) {
  const { asn1 } = forge;
  const { Class, Type } = asn1;
  const caIssuers = asn1.oidToDer("1.3.6.1.5.5.7.48.2").getBytes();
  const description = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    asn1.create(Class.UNIVERSAL, Type.OID, false, caIssuers),
    asn1.create(Class.CONTEXT_SPECIFIC, 6 as forge.asn1.Type, false, url),
  ]);
  const value = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [description]);
  return { id: "1.3.6.1.5.5.7.1.1", value: asn1.toDer(value).getBytes() };
}

/** Microsoft as it might be: a root, what it issues with, and who signs events. */
export function microsoft() {
  const root = issue({ commonName: "Test Root", authority: true });
  const issuing = issue({
    commonName: "Test Issuing",
    organization: "Microsoft Corporation",
    by: root,
    authority: true,
  });
  const signer = issue({ commonName: "pcnotifications-dispatch.microsoft.com", by: issuing });
  return { root, issuing, signer };
}
