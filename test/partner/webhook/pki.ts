import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";
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
}

export interface Authority extends Issued {
  readonly key: forge.pki.rsa.PrivateKey;
  readonly subject: forge.pki.CertificateField[];
}

let serial = 1;

/** A certificate as an authority would issue it. */
export function issue(props: IssueProps): Authority {
  const { authority = false, by, commonName, from = "2026-01-01", organization, to = "2027-12-31" } = props;
  // Short, as many are made: nobody is to be kept from forging it.
  const pair = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const key = forge.pki.privateKeyFromPem(
    pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  );
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
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
    { name: "basicConstraints", cA: authority, critical: true },
    ...(authority ? [] : [{ name: "subjectAltName", altNames: [{ type: 2, value: commonName }] }]),
    ...(props.issuerUrl === undefined ? [] : [issuerAt(props.issuerUrl)]),
  ]);
  certificate.sign(by?.key ?? key, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  const x509 = new X509Certificate(pem);
  return {
    pem,
    der: x509.raw,
    x509,
    key,
    subject,
    sign: (body, digest = "sha256") => sign(digest, body, pair.privateKey).toString("base64"),
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
