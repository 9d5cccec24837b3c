import type { KeyObject, X509Certificate } from "node:crypto";
import { AzureFailure } from "../../azure/failure.ts";
import type { Send } from "../../azure/send.ts";
import { findChain, readCertificates, trustedRoots } from "./certificate-chain.ts";
import { pathFault } from "./path-validation.ts";

/** A certificate that is not trusted, or cannot be read. */
export class CertificateError extends Error {
  /** Whether a later attempt may succeed. */
  readonly isTemporary: boolean;

  constructor(message: string, isTemporary = false) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

/** Options of `SigningKeys`. */
export interface SigningKeysOptions {
  readonly send: Send;
  readonly now: () => Date;
  /**
   * Hosts from which a certificate is fetched; one that begins with a dot includes all subdomains.
   * @default - the one in Partner Center's documentation, and all below microsoft.com
   */
  readonly hosts?: readonly string[];
  /** Hosts from which the certificates of issuers are fetched. @default - Microsoft's and DigiCert's */
  readonly issuerHosts?: readonly string[];
  /** @default those that Node trusts */
  readonly roots?: readonly X509Certificate[];
}

/** https://learn.microsoft.com/partner-center/developer/partner-center-webhooks#receiving-events-from-partner-center */
const HOSTS = ["3psostorageacct.blob.core.windows.net", ".microsoft.com"];
const ISSUER_HOSTS = [".microsoft.com", ".digicert.com"];
const OWNER = ".microsoft.com";

/** In bytes; a chain has about 8,000. */
const MAX_FILE = 64 * 1024;
const KEPT = 16;
const TRIED = 64;
const KEPT_FOR = 6 * 60 * 60 * 1000;
const FETCHES_A_MINUTE = 10;
const SENDERS = 1000;

interface Known {
  readonly certificate: Promise<X509Certificate>;
  /** The time until which it is not fetched again, in milliseconds since the epoch. */
  readonly until: number;
}

/**
 * The keys that Partner Center signs with, by the address of their certificate. A certificate is fetched at most once
 * in six hours. It is trusted if its chain ends at a root and Microsoft issued it for a name below microsoft.com.
 *
 * A certificate whose key has verified a signature is kept apart from those that are only requested. If it cannot be
 * fetched again, it is used as long as it is valid. Requests of others cannot evict it and do not use up its limit of
 * fetches.
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  /** Certificates whose keys verified a signature. */
  readonly #proven = new Map<string, Known>();
  readonly #tried = new Map<string, Known>();
  /** The times of fetches in the last minute, by sender. */
  readonly #fetches = new Map<string, readonly number[]>();

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /**
   * @param sender the requester, such as the address of the request: each has a budget of ten certificates a minute
   * @throws {CertificateError}
   */
  async key(address: string, sender = ""): Promise<KeyObject> {
    const url = this.#url(address);
    const now = this.#options.now().getTime();
    const proven = await this.#valid(this.#proven.get(url), now);
    if (proven?.isFresh) return proven.certificate.publicKey;
    const tried = await this.#valid(this.#tried.get(url), now);
    if (tried?.isFresh) return tried.certificate.publicKey;
    try {
      return (await this.#fetched(url, sender, now)).publicKey;
    } catch (error) {
      if (proven !== undefined && error instanceof CertificateError && error.isTemporary) {
        return proven.certificate.publicKey;
      }
      throw error;
    }
  }

  /** Keeps the certificate of an address permanently: its key verified a signature. */
  confirm(address: string): void {
    const url = this.#url(address);
    const known = this.#tried.get(url) ?? this.#proven.get(url);
    if (known === undefined) return;
    this.#tried.delete(url);
    put(this.#proven, url, known, KEPT);
  }

  #url(address: string): string {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isPinned = url !== undefined && isAmong(url.hostname, this.#options.hosts ?? HOSTS);
    if (url?.protocol !== "https:" || !isPinned || url.username !== "" || url.password !== "") {
      throw new CertificateError("the certificate's address is not Microsoft's");
    }
    url.hash = "";
    return url.href;
  }

  async #valid(known: Known | undefined, now: number) {
    if (known === undefined) return undefined;
    const certificate = await known.certificate;
    return now <= Date.parse(certificate.validTo) ? { certificate, isFresh: now < known.until } : undefined;
  }

  async #fetched(url: string, sender: string, now: number): Promise<X509Certificate> {
    this.#charge(sender, now);
    const certificate = this.#load(url);
    put(this.#tried, url, { certificate, until: now + KEPT_FOR }, TRIED);
    try {
      return await certificate;
    } catch (error) {
      this.#tried.delete(url);
      throw error;
    }
  }

  /** @throws {CertificateError} when a sender asks for more than a sender of events would */
  #charge(sender: string, now: number): void {
    const lately = (this.#fetches.get(sender) ?? []).filter((time) => now - time < 60_000);
    if (lately.length >= FETCHES_A_MINUTE) {
      throw new CertificateError("too many certificates are requested", true);
    }
    put(this.#fetches, sender, [...lately, now], SENDERS);
  }

  async #load(url: string): Promise<X509Certificate> {
    const [leaf, ...others] = await this.#fetch(url, false);
    if (leaf === undefined) throw new CertificateError("the certificate cannot be read");
    const roots = this.#options.roots ?? trustedRoots();
    const chain = await findChain({ leaf, others, roots, fetchIssuer: (issuer) => this.#issuer(issuer) });
    if (typeof chain === "string") throw new CertificateError(chain);
    const fault = await pathFault(chain, this.#options.now());
    if (fault !== undefined) throw new CertificateError(fault);
    if (!leaf.issuer.split("\n").includes("O=Microsoft Corporation")) {
      throw new CertificateError("the certificate is not issued by Microsoft");
    }
    if (!namesOf(leaf).some((name) => name.endsWith(OWNER))) {
      throw new CertificateError("the certificate is not for a name of Microsoft's");
    }
    return leaf;
  }

  async #issuer(address: string): Promise<X509Certificate | undefined> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isPinned = url !== undefined && isAmong(url.hostname, this.#options.issuerHosts ?? ISSUER_HOSTS);
    if (!isPinned || !/^https?:$/.test(url.protocol)) return undefined;
    // Issuers are published without TLS: their signatures prove their origin.
    const [issuer] = await this.#fetch(url.href, true);
    return issuer;
  }

  async #fetch(url: string, plain: boolean): Promise<X509Certificate[]> {
    try {
      const { body, status } = await this.#options.send({ method: "GET", url, plain });
      if (status === 200) return body.length > MAX_FILE ? [] : readCertificates(body);
    } catch (error) {
      if (!(error instanceof AzureFailure)) throw error;
    }
    throw new CertificateError("the certificate cannot be fetched", true);
  }
}

/** Adds an entry at the end, and removes the first if there are too many. */
function put<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

function isAmong(host: string, hosts: readonly string[]): boolean {
  return hosts.some((one) => (one.startsWith(".") ? host.endsWith(one) : host === one));
}

function namesOf({ subject, subjectAltName }: X509Certificate): string[] {
  const alternatives = (subjectAltName ?? "").split(", ").map((name) => /^DNS:([\w.*-]+)$/.exec(name)?.[1]);
  const common = /^CN=([\w.*-]+)$/m.exec(subject)?.[1];
  return [...alternatives, common].filter((name) => name !== undefined).map((name) => name.toLowerCase());
}
