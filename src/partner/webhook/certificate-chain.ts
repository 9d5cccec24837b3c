import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";

/** Leaf, two intermediates and a root are what Microsoft has; one more may come. */
const MAX_CHAIN = 5;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]{1,20000}?-----END CERTIFICATE-----/g;

export interface ChainOptions {
  readonly leaf: X509Certificate;
  /** What came with it. */
  readonly others: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  readonly now: Date;
  /** The certificate at an address that a certificate names for its issuer; undefined when it cannot be had. */
  readonly fetchIssuer: (url: string) => Promise<X509Certificate | undefined>;
}

/**
 * Whether the leaf leads to one of the roots: each signed by the next, each an authority, each valid now. Revocation is not
 * looked up.
 * @returns why not; undefined when it does
 */
export async function brokenChain(options: ChainOptions): Promise<string | undefined> {
  const { fetchIssuer, leaf, now, others, roots } = options;
  let current = leaf;
  for (let length = 1; length < MAX_CHAIN; length += 1) {
    if (!isValid(current, now)) return "a certificate is not valid today";
    const root = roots.find((candidate) => isIssuer(candidate, current));
    if (root !== undefined) return isValid(root, now) ? undefined : "the root is not valid today";
    if (isIssuer(current, current)) return "the chain does not end at a trusted root";
    const issuer = others.find((candidate) => isIssuer(candidate, current)) ?? (await fetched(current));
    if (issuer === undefined) return "the chain does not end at a trusted root";
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
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValid({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
}

function issuerUrl({ infoAccess }: X509Certificate): string | undefined {
  return /^CA Issuers - URI:(\S+)$/m.exec(infoAccess ?? "")?.[1];
}

/** Certificates of a file: PEM, up to `max` of them, or one in DER; none when it is neither. */
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
