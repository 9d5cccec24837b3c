import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";

/** Microsoft's chains have a leaf, one or two intermediates and a root; one more is allowed. */
const MAX_CHAIN = 5;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]{1,20000}?-----END CERTIFICATE-----/g;

export interface ChainOptions {
  readonly leaf: X509Certificate;
  /** The certificates of the same file. */
  readonly others: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  /** Returns the certificate at an address that a certificate names for its issuer; undefined if it cannot be had. */
  readonly fetchIssuer: (url: string) => Promise<X509Certificate | undefined>;
}

/**
 * Finds the certificates from the leaf to one of the roots, both included: each signed by the next. Whether they may be used
 * is for `pathFault` to say.
 * @returns the chain, or why there is none
 */
export async function findChain(options: ChainOptions): Promise<readonly X509Certificate[] | string> {
  const { fetchIssuer, leaf, others, roots } = options;
  const chain = [leaf];
  for (let current = leaf; chain.length < MAX_CHAIN; ) {
    const root = roots.find((candidate) => isIssuer(candidate, current));
    if (root !== undefined) return [...chain, root];
    const issuer = others.find((candidate) => isIssuer(candidate, current)) ?? (await fetched(current));
    if (issuer === undefined || isIssuer(current, current)) return "the chain does not end at a trusted root";
    chain.push(issuer);
    current = issuer;
  }
  return "the chain is too long";

  async function fetched(certificate: X509Certificate): Promise<X509Certificate | undefined> {
    const url = issuerUrl(certificate);
    const found = url === undefined ? undefined : await fetchIssuer(url);
    return found !== undefined && isIssuer(found, certificate) ? found : undefined;
  }
}

function isIssuer(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function issuerUrl({ infoAccess }: X509Certificate): string | undefined {
  return /^CA Issuers - URI:(\S+)$/m.exec(infoAccess ?? "")?.[1];
}

/** Certificates of a file: PEM, up to `max` of them, or one in DER; none if it is neither. */
export function readCertificates(file: Buffer, max = 10): X509Certificate[] {
  const blocks: readonly (string | Buffer)[] = file.toString("latin1").match(PEM) ?? [file];
  try {
    return blocks.slice(0, max).map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

let nodesRoots: readonly X509Certificate[] | undefined;

/** The roots that Node itself trusts, Microsoft's and DigiCert's among them. */
export function trustedRoots(): readonly X509Certificate[] {
  nodesRoots ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return nodesRoots;
}
