import type { KeyObject, X509Certificate } from "node:crypto";
import { AzureFailure } from "../../azure/failure.ts";
import type { Send } from "../../azure/send.ts";
import { brokenChain, readCertificates, trustedRoots } from "./certificate-chain.ts";

/** A certificate that nobody should trust, or that cannot be had. */
export class CertificateError extends Error {
  /** Whether it may be had later. */
  readonly isTemporary: boolean;

  constructor(message: string, isTemporary = false) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

export interface SigningKeysOptions {
  readonly send: Send;
  readonly now: () => Date;
  /**
   * Hosts from which a certificate is fetched; one that begins with a dot stands for all below it.
   * @default the one in Partner Center's documentation, and all below microsoft.com
   */
  readonly hosts?: readonly string[];
  /** Likewise, from which the certificates of issuers are fetched. @default Microsoft's and DigiCert's */
  readonly issuerHosts?: readonly string[];
  /** @default those that Node trusts */
  readonly roots?: readonly X509Certificate[];
}

/** https://learn.microsoft.com/partner-center/developer/partner-center-webhooks#receiving-events-from-partner-center */
const HOSTS = ["3psostorageacct.blob.core.windows.net", ".microsoft.com"];
const ISSUER_HOSTS = [".microsoft.com", ".digicert.com"];
const OWNER = ".microsoft.com";

const KEPT = 16;
const KEPT_FOR = 6 * 60 * 60 * 1000;
const FETCHES_A_MINUTE = 10;

/**
 * The keys that Partner Center signs with, by the address of their certificate: fetched once in six hours, trusted when the
 * chain ends at a root and the certificate is one that Microsoft gave to a name below microsoft.com.
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  readonly #keys = new Map<
    string,
    { readonly certificate: Promise<X509Certificate>; readonly until: number }
  >();
  #fetches: number[] = [];

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** @throws {CertificateError} */
  async key(address: string): Promise<KeyObject> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isPinned = url !== undefined && isAmong(url.hostname, this.#options.hosts ?? HOSTS);
    if (url?.protocol !== "https:" || !isPinned || url.username !== "" || url.password !== "") {
      throw new CertificateError("the certificate's address is not Microsoft's");
    }
    url.hash = "";
    const now = this.#options.now().getTime();
    const known = this.#keys.get(url.href);
    if (known !== undefined && now < known.until) {
      const { publicKey, validTo } = await known.certificate;
      if (now <= Date.parse(validTo)) return publicKey;
    }
    const certificate = this.#load(url.href);
    this.#keys.delete(url.href);
    this.#keys.set(url.href, { certificate, until: now + KEPT_FOR });
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > KEPT && oldest !== undefined) this.#keys.delete(oldest);
    try {
      return (await certificate).publicKey;
    } catch (error) {
      this.#keys.delete(url.href);
      throw error;
    }
  }

  async #load(url: string): Promise<X509Certificate> {
    const [leaf, ...others] = await this.#fetch(url, false);
    if (leaf === undefined) throw new CertificateError("the certificate cannot be read");
    const roots = this.#options.roots ?? trustedRoots();
    const broken = await brokenChain({
      leaf,
      others,
      roots,
      now: this.#options.now(),
      fetchIssuer: (issuer) => this.#issuer(issuer),
    });
    if (broken !== undefined) throw new CertificateError(broken);
    if (!leaf.issuer.split("\n").includes("O=Microsoft Corporation")) {
      throw new CertificateError("the certificate is not issued by Microsoft");
    }
    if (!namesOf(leaf).some((name) => name.endsWith(OWNER))) {
      throw new CertificateError("the certificate is not for a name of Microsoft's");
    }
    if (leaf.publicKey.asymmetricKeyType !== "rsa")
      throw new CertificateError("the certificate's key is not RSA");
    return leaf;
  }

  async #issuer(address: string): Promise<X509Certificate | undefined> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isPinned = url !== undefined && isAmong(url.hostname, this.#options.issuerHosts ?? ISSUER_HOSTS);
    if (!isPinned || !/^https?:$/.test(url.protocol)) return undefined;
    // Issuers are published without TLS: that they signed what they issued vouches for them.
    const [issuer] = await this.#fetch(url.href, true);
    return issuer;
  }

  /** So few that nobody can make this server ask and ask. */
  async #fetch(url: string, plain: boolean): Promise<X509Certificate[]> {
    const now = this.#options.now().getTime();
    this.#fetches = this.#fetches.filter((time) => now - time < 60_000);
    if (this.#fetches.length >= FETCHES_A_MINUTE) {
      throw new CertificateError("too many certificates are asked for", true);
    }
    this.#fetches.push(now);
    try {
      const { body, status } = await this.#options.send({ method: "GET", url, plain });
      if (status === 200) return readCertificates(body);
    } catch (error) {
      if (!(error instanceof AzureFailure)) throw error;
    }
    throw new CertificateError("the certificate cannot be fetched", true);
  }
}

function isAmong(host: string, hosts: readonly string[]): boolean {
  return hosts.some((one) => (one.startsWith(".") ? host.endsWith(one) : host === one));
}

function namesOf({ subject, subjectAltName }: X509Certificate): string[] {
  const alternatives = (subjectAltName ?? "").split(", ").map((name) => /^DNS:([\w.*-]+)$/.exec(name)?.[1]);
  const common = /^CN=([\w.*-]+)$/m.exec(subject)?.[1];
  return [...alternatives, common].filter((name) => name !== undefined).map((name) => name.toLowerCase());
}
