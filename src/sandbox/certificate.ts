import { constants, generateKeyPair, type KeyObject, privateEncrypt, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";
import { LOOPBACK_NAMES } from "./http.ts";

export interface Certificate {
  /** In PEM. Clients that trust it trust only this server: it signs no other certificate. */
  readonly certificate: string;
  /** In PEM. Never written to a file. */
  readonly privateKey: string;
}

const DAY = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * Creates a self-signed certificate for 127.0.0.1 and localhost. Its key is kept only in this process.
 * @param commonName differs for servers that a client trusts at the same time: Node finds only one with the same name
 */
export async function makeCertificate(
  now: Date,
  commonName = "csp-baseline sandbox (not Azure)",
): Promise<Certificate> {
  // node-forge can create the key too, but it takes seconds in JavaScript.
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // The first bit is clear, because a serial number must be positive.
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity.notBefore = new Date(now.getTime() - DAY);
  certificate.validity.notAfter = new Date(now.getTime() + VALID_DAYS * DAY);
  const name = [{ name: "commonName", value: commonName }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    {
      name: "subjectAltName",
      altNames: LOOPBACK_NAMES.map((host) =>
        /^[\d.]+$/.test(host) ? { type: IP_ADDRESS, ip: host } : { type: DNS_NAME, value: host },
      ),
    },
  ]);
  certificate.sign(signerOf(pair.privateKey, privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey };
}

/** The prefix of a SHA-256 digest in PKCS #1: https://www.rfc-editor.org/rfc/rfc8017#section-9.2 */
const BEFORE_DIGEST = Buffer.from("3031300d060960864801650304020105000420", "hex");

/** Signs with the RSA of Node: node-forge takes a quarter of a second for one signature. */
function signerOf(key: KeyObject, pem: string): forge.pki.rsa.PrivateKey {
  const sign = (digest: forge.md.MessageDigest | string) => {
    if (typeof digest === "string") throw new Error("Only digests are signed.");
    const encoded = Buffer.concat([BEFORE_DIGEST, Buffer.from(digest.digest().getBytes(), "binary")]);
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encoded).toString("binary");
  };
  return { ...forge.pki.privateKeyFromPem(pem), sign };
}
