import type { X509Certificate } from "node:crypto";
import type { pki } from "node-forge";

/** The least is what public authorities have to use; a longer key than the most makes each check slow. */
const MODULUS_BITS = { least: 2048, most: 8192 };
const MAX_EXPONENT = 2n ** 32n;
/** serverAuth and clientAuth, and anyExtendedKeyUsage: RFC 5280, 4.2.1.12. Events are signed with the certificate of a host. */
const USAGES: ReadonlySet<string> = new Set(["serverAuth", "clientAuth", "2.5.29.37.0"]);

/**
 * Validates a chain by RFC 5280 with node-forge. It checks signatures, validity, basic constraints with the path
 * length, key usage, name constraints and unknown critical extensions. It also checks the extended key usage of every
 * certificate but the root. Only RSA: Partner Center signs with no other key. Revocation is not looked up.
 *
 * @param chain from the leaf to the root, both included; each issued by the next, the last one trusted
 * @returns why the chain must not be used; undefined if it may
 */
export async function pathFault(chain: readonly X509Certificate[], now: Date): Promise<string | undefined> {
  if (!chain.every(hasBoundedKey)) return "a certificate's key is not an RSA key of 2048 to 8192 bits";
  // Loaded for the first event only: the library takes longer to load than the rest of the command.
  const { default: forge } = await import("node-forge");
  let certificates: pki.Certificate[];
  try {
    certificates = chain.map(({ raw }) =>
      forge.pki.certificateFromAsn1(forge.asn1.fromDer(raw.toString("binary"))),
    );
  } catch {
    return "a certificate cannot be read";
  }
  if (!certificates.slice(0, -1).every(mayAuthenticate)) {
    return "a certificate is for another purpose (extended key usage)";
  }
  try {
    const trusted = forge.pki.createCaStore(certificates.slice(-1));
    forge.pki.verifyCertificateChain(trusted, certificates, { validityCheckDate: now });
  } catch (error) {
    return faultOf(error);
  }
  return undefined;
}

function hasBoundedKey({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, publicExponent = MAX_EXPONENT } = publicKey.asymmetricKeyDetails ?? {};
  return (
    publicKey.asymmetricKeyType === "rsa" &&
    MODULUS_BITS.least <= modulusLength &&
    modulusLength <= MODULUS_BITS.most &&
    publicExponent < MAX_EXPONENT
  );
}

/** No extended key usage stands for all. An authority's limits what it issues, as browsers read it. */
function mayAuthenticate(certificate: pki.Certificate): boolean {
  const usage: unknown = certificate.getExtension("extKeyUsage");
  if (typeof usage !== "object" || usage === null) return true;
  return Object.entries(usage).some(([name, isSet]) => isSet === true && USAGES.has(name));
}

/** The library throws objects with a sentence of its own and a code. */
function faultOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "the chain is not valid";
  if ("error" in error && error.error === "forge.pki.CertificateExpired")
    return "a certificate is not valid today";
  return "message" in error ? `the chain is not valid: ${error.message}` : "the chain is not valid";
}
