import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";
import { LOOPBACK_NAMES } from "./http.ts";

export interface Certificate {
  /** PEM. Trusting it means trusting this very server: it signs nothing else. */
  readonly certificate: string;
  /** PEM. Never written anywhere. */
  readonly privateKey: string;
}

const DAY = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** A certificate for 127.0.0.1 and localhost that its own key signed; the key lives as long as the process. */
export async function makeCertificate(now: Date): Promise<Certificate> {
  // node-forge could make the key too, but in JavaScript: it takes seconds.
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive, as a serial number must be: the first bit is clear.
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity.notBefore = new Date(now.getTime() - DAY);
  certificate.validity.notAfter = new Date(now.getTime() + VALID_DAYS * DAY);
  const name = [{ name: "commonName", value: "csp-baseline sandbox (not Azure)" }];
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
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey };
}
