import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";

/** The locations of trusted roots, in the order in which Go reads them (crypto/x509/root_linux.go, root_bsd.go). */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

export interface TrustFiles {
  /** The sandbox's certificate alone. */
  readonly certificateFile: string;
  /** The sandbox's certificate and all roots trusted so far. */
  readonly bundleFile: string;
}

/**
 * Writes the files that clients need to trust the sandbox. SSL_CERT_FILE replaces a system's roots, and Terraform must
 * still reach its registry, so the current roots are appended.
 */
export function writeTrustFiles(
  folder: string,
  certificate: string,
  env: Readonly<Record<string, string | undefined>>,
): TrustFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const certificateFile = join(folder, "sandbox-certificate.pem");
  const bundleFile = join(folder, "trusted-certificates.pem");
  writeFileSync(certificateFile, certificate);
  const own = env["SSL_CERT_FILE"];
  const roots = firstReadable(own ? [own, ...SYSTEM_BUNDLES] : SYSTEM_BUNDLES) ?? rootCertificates.join("\n");
  writeFileSync(bundleFile, `${certificate.trimEnd()}\n${roots.trimEnd()}\n`);
  return { certificateFile, bundleFile };
}

/**
 * Writes the file for NODE_EXTRA_CA_CERTS, which adds to Node's roots. Includes the certificates of the variable's
 * previous file, such as a company's proxy.
 */
export function writeExtraCertificates(
  folder: string,
  certificate: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const file = join(folder, "extra-certificates.pem");
  const before = env["NODE_EXTRA_CA_CERTS"];
  const extra = before ? firstReadable([before]) : undefined;
  writeFileSync(file, `${certificate.trimEnd()}\n${extra ?? ""}`);
  return file;
}

function firstReadable(files: readonly string[]): string | undefined {
  for (const file of files) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // Tries the next file.
    }
  }
  return undefined;
}
