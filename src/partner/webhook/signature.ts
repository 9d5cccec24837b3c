import { verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { SigningKeys } from "./signing-keys.ts";

/** A request with an invalid signature, and the status of the refusal. */
export class SignatureError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Without SHA-1, for which collisions can be made. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ["rsa-sha256", "sha256"],
  ["rsa-sha384", "sha384"],
  ["rsa-sha512", "sha512"],
]);
const MAX_SIGNATURE = 2000;

/** The signature headers of a request: well-formed, but not verified. */
export interface ClaimedSignature {
  readonly signature: Buffer;
  readonly digest: string;
  readonly certificateUrl: string;
}

/**
 * The signature that came with a request: `Authorization: Signature <base64>`, or `x-ms-signature` where the registration asks
 * for that, with `x-ms-certificate-url` and `x-ms-signature-algorithm`.
 * https://learn.microsoft.com/partner-center/developer/partner-center-webhooks#how-to-authenticate-the-callback
 *
 * @throws {SignatureError}
 */
export function claimedSignature(headers: IncomingHttpHeaders): ClaimedSignature {
  const signature = signatureOf(headers);
  if (signature === undefined) throw new SignatureError(401, "the request is not signed");
  const certificateUrl = one(headers["x-ms-certificate-url"]);
  if (certificateUrl === undefined) throw new SignatureError(400, "x-ms-certificate-url is missing");
  const algorithm = one(headers["x-ms-signature-algorithm"]);
  if (algorithm === undefined) throw new SignatureError(400, "x-ms-signature-algorithm is missing");
  const digest = DIGESTS.get(algorithm.toLowerCase());
  if (digest === undefined) throw new SignatureError(401, "the signature's algorithm is not accepted");
  return { signature, digest, certificateUrl };
}

/**
 * Verifies that Partner Center signed exactly these bytes.
 * @param sender the address of the request's sender
 * @throws {SignatureError} {@link CertificateError} when the certificate is not trusted
 */
export async function checkSignature(
  { certificateUrl, digest, signature }: ClaimedSignature,
  body: Buffer,
  keys: SigningKeys,
  sender: string,
): Promise<void> {
  const key = await keys.key(certificateUrl, sender);
  if (!verify(digest, body, key, signature))
    throw new SignatureError(401, "the signature does not match this request");
  keys.confirm(certificateUrl);
}

function signatureOf(headers: IncomingHttpHeaders): Buffer | undefined {
  const text = /^Signature +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? msSignature(headers);
  if (text === undefined || text.length > MAX_SIGNATURE || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return undefined;
  return Buffer.from(text, "base64");
}

function msSignature(headers: IncomingHttpHeaders): string | undefined {
  return one(headers["x-ms-signature"])?.replace(/^Signature +/i, "");
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && header !== "" ? header : undefined;
}
