/** Replaces a secret in output. */
const MASK = "(sensitive)";

/** Names of settings with secret values: `client_secret`, `AccountKey`, `sig`, `x-functions-key`. */
const SECRET_NAME =
  "[\\w.-]{0,60}(?:password|passwd|passphrase|secret|token|credential|signature|apikey|api[_-]key|account[_-]?key|access[_-]?key|shared[_-]?key|primary[_-]?key|secondary[_-]?key|functions[_-]key|connection[_-]?string)[\\w.-]{0,20}|pwd|sig|sas|code|authorization";
/** Matches `name=value`, `"name": "value"`, `name: value`, up to the end of the value. */
const ASSIGNED = new RegExp(
  `(["']?\\b(?:${SECRET_NAME})["']?)(\\s{0,3}(?:=|:)\\s{0,3})("(?:[^"\\\\]|\\\\.){0,4000}"|'[^']{0,4000}'|[^\\s"',;&)}\\]]{1,4000})`,
  "gi",
);
/** Words that may follow such a name in Azure's messages and are not secret. */
const NO_SECRET = /^(?:null|nil|none|true|false|undefined|\(sensitive\)|\(known|\d{1,5}$|AADSTS\d{4,8}:?$)/i;
/** The types of Azure's SDK that begin a message: `AzureCLICredential: executable not found on path`. */
const SDK_CREDENTIAL =
  /^(?:ChainedToken|DefaultAzure|Azure\w{1,20}|ClientSecret|ClientCertificate|ClientAssertion|ManagedIdentity|Environment|WorkloadIdentity)Credential$/;
/** Status and error codes of Azure and HTTP: `Code: AuthorizationFailed`, `code=404`. */
const CODE_WORD = /^["']?[A-Z]?[a-zA-Z]{0,80}["']?$|^["']?\d{1,5}["']?$/;
const URL_TEXT = /([A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)([^\s"'<>/?#\\]*)([^\s"'<>?#\\]*)([^\s"'<>\\]*)/g;
const JWT = /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g;
const BEARER = /\b(Bearer|Basic|SharedKey|SharedAccessSignature)(\s+)(?!token\b)[\w.~+/=&%:-]{8,}/gi;
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
/** Hosts whose paths are useful ids and names. The path of any other host may be a key, as of a webhook. */
const PLAIN_PATHS =
  /(?:^|\.)(?:azure\.(?:com|cn|us)|microsoft\.(?:com|us)|microsoftonline\.(?:com|us)|windows\.net|usgovcloudapi\.net|chinacloudapi\.cn|terraform\.io|opentofu\.org|hashicorp\.com|github\.com|githubusercontent\.com|localhost)$|^127\.0\.0\.1$|^\[::1\]$/i;
/** Logic Apps: path and query together are the address that accepts requests. */
const SECRET_PATHS = /(?:^|\.)logic\.azure\.(?:com|cn|us)$/i;

/**
 * Masks secrets in a message of another program, such as Terraform or a provider: user, query and path of addresses,
 * values of settings with secret names, tokens and private keys. Azure's own ids stay.
 *
 * @param known secrets known by value, such as those of the environment; the longest first
 */
export function maskMessage(text: string, known: readonly string[] = []): string {
  let masked = text;
  for (const secret of known) {
    if (secret !== "" && masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
  }
  return masked
    .replace(PRIVATE_KEY, MASK)
    .replace(URL_TEXT, (_, scheme: string, authority: string, path: string, rest: string) =>
      maskedUrl(scheme, authority, path, rest),
    )
    .replace(BEARER, (_, scheme: string, space: string) => `${scheme}${space}${MASK}`)
    .replace(JWT, MASK)
    .replace(ASSIGNED, (whole: string, name: string, between: string, value: string) =>
      isNoSecret(name, value) ? whole : `${name}${between}${MASK}`,
    );
}

function maskedUrl(scheme: string, authority: string, path: string, rest: string): string {
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  const user = at === -1 ? "" : "...@";
  const name = host.replace(/:\d{1,5}$/, "");
  const isPlain = PLAIN_PATHS.test(name) && !SECRET_PATHS.test(name);
  if (!isPlain) return `${scheme}${user}${host}${path.length > 1 || rest !== "" ? "/..." : path}`;
  // The API version helps to understand a request; the rest of a query is not needed.
  const version = /[?&](api-version=[\w.-]{1,40})(?=$|[&#\s])/.exec(rest)?.[1];
  const query = rest === "" ? "" : version === undefined ? "?..." : `?${version}`;
  return `${scheme}${user}${host}${path}${query}`;
}

function isNoSecret(name: string, value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, "");
  if (NO_SECRET.test(bare) || (SDK_CREDENTIAL.test(name) && bare === value)) return true;
  return /^["']?code["']?$/i.test(name) && CODE_WORD.test(value);
}

/** Returns the secrets of an environment: values that are long enough and have secret names. The longest first. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const named = Object.entries(env).filter(([name]) => ENVIRONMENT_SECRET.test(name));
  const values = named.flatMap(([, value]) => (value !== undefined && value.length >= 8 ? [value] : []));
  return [...new Set(values)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

const ENVIRONMENT_SECRET =
  /SECRET|PASSWORD|_TOKEN(?:_|$)|^TF_TOKEN_|ACCESS_?KEY|SAS_TOKEN|PRIVATE_KEY|API_?KEY/i;
