/** The part of a value that a name marks as secret. */
export type SecretName =
  /** Everything below it: `secrets`, `credentials`. */
  | "all"
  /** Its own value. A block of this name also has names, ids and versions: `key`, `customer_managed_key`. */
  | "value"
  | undefined;

/** Words that mark everything below them as secret. */
const STRONG: ReadonlySet<string> = new Set([
  ...["password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pfx", "psk", "sas", "sasl"],
  ...["secret", "secrets", "token", "tokens", "credential", "credentials", "cred", "creds", "jwt"],
  ...["sensitive", "authorization", "bearer", "cookie", "dsn", "hmac", "otp", "kubeconfig", "pem"],
]);
/** Words that mark a value as secret at the end of its name: `db_pass`, `primary_access_key`, not `key_vault_id`. */
const AT_END: ReadonlySet<string> = new Set([
  ...[
    "key",
    "keys",
    "apikey",
    "accesskey",
    "sharedkey",
    "authkey",
    "pass",
    "pw",
    "pat",
    "auth",
    "conn",
    "pin",
  ],
]);
/** Words that may follow a word of {@link AT_END} without a change of meaning: `auth_header`, `auth_code`. */
const CARRIERS: ReadonlySet<string> = new Set(["header", "code", "value", "string", "data", "raw", "base64"]);
/** Parts of names written as one word: `PGPASSWORD`, `mysqlpass`, `accesstoken`. */
const PARTS =
  /password|secret|connectionstring|connstring|privatekey|accountkey|accesstoken|idtoken|refreshtoken|sharedaccesssignature|securevalue|secureenvironment|kubeconfig|kubeadminconfig|(?:mysql|pg|db|sql|redis)pass$/;
const DATA: ReadonlySet<string> = new Set(["customdata", "userdata"]);

/** Longer than any provider's attribute: the value of a longer name is not shown. */
const LONGEST_NAME = 200;

const NAMES = new Map<string, SecretName>();
const SETTING_NAMES = new Map<string, boolean>();

/**
 * Returns whether the attribute's name marks it as secret, independent of the plan's marks: `client_secret`,
 * `sasToken`.
 */
export function secretName(key: string): SecretName {
  if (NAMES.has(key)) return NAMES.get(key);
  const answer = decide(key);
  if (NAMES.size < 10_000) NAMES.set(key, answer);
  return answer;
}

export function looksSecret(key: string): boolean {
  return secretName(key) !== undefined;
}

/**
 * Whether a name given by people marks a secret: of an environment variable, a header or a setting. Such names are
 * short and irregular, so a word such as `key` or `auth` counts at any position.
 */
export function settingLooksSecret(name: string): boolean {
  const known = SETTING_NAMES.get(name);
  if (known !== undefined) return known;
  const words = wordsOf(name);
  const answer =
    looksSecret(name) || (!words.includes("public") && words.some((word) => AT_END.has(withoutNumber(word))));
  if (SETTING_NAMES.size < 10_000) SETTING_NAMES.set(name, answer);
  return answer;
}

function decide(key: string): SecretName {
  if (key.length > LONGEST_NAME) return "value";
  const words = wordsOf(key).filter((word) => !/^\d+$/.test(word));
  const joined = words.join("");
  if (words.some((word) => STRONG.has(word)) || PARTS.test(joined)) return "all";
  if (joined === "protectedsettings") return "all";
  if (DATA.has(joined.replace(/base64$/, ""))) return "value";
  while (words.length > 1 && CARRIERS.has(words.at(-1) ?? "")) words.pop();
  const last = withoutNumber(words.at(-1) ?? "");
  return AT_END.has(last) && !words.includes("public") ? "value" : undefined;
}

function wordsOf(key: string): string[] {
  return key
    .slice(0, LONGEST_NAME)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Removes a trailing number: `key1` becomes `key`. */
function withoutNumber(word: string): string {
  return word.replace(/\d+$/, "");
}

/** Whether a member describes a secret, such as its name, instead of containing it. */
export function describesSecret(name: string): boolean {
  return /^(?:name|type|version|algorithm|enabled)$|(?:_id|Id|_name|Name|_version|Version|_date|_type)$/.test(
    name,
  );
}

/** Attributes whose map keys are names given by people. */
const NAMED_BY_PEOPLE: ReadonlySet<string> = new Set(["tags", "tags_all", "labels"]);

/** Whether the keys of a map below this attribute do not describe their values. */
export function keysMeanNothing(attribute: string): boolean {
  return NAMED_BY_PEOPLE.has(attribute);
}

/** Whether the keys of a map below this attribute are names of settings, variables or headers. */
export function holdsSettings(attribute: string): boolean {
  return /(?:^|_)(?:settings|env|environment|environment_variables|variables|headers|config|configuration|app_config)$/i.test(
    attribute.replace(/([a-z0-9])([A-Z])/g, "$1_$2"),
  );
}
