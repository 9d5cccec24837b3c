/** What stands in the place of a secret. */
export const MASK = "(sensitive)";
/** Whether the attribute of this name holds a secret, whatever the plan says of it: `client_secret`, `sasToken`. */
export function looksSecret(key: string): boolean {
  const known = SECRET_KEYS.get(key);
  if (known !== undefined) return known;
  const answer = decide(key);
  if (SECRET_KEYS.size < 10_000) SECRET_KEYS.set(key, answer);
  return answer;
}

const SECRET_KEYS = new Map<string, boolean>();
const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...["password", "passwd", "pwd", "passphrase", "secret", "secrets", "token", "tokens", "sas"],
  ...["credential", "credentials", "pfx", "sensitive"],
]);
/** A key is a secret when it is one, not when it names one: `primary_access_key`, not `key_vault_id`. */
const KEY_WORDS: ReadonlySet<string> = new Set(["key", "keys", "apikey", "accesskey", "sharedkey"]);

/** No provider has an attribute with a longer name: what such a key holds is not shown. */
const LONGEST_KEY = 200;

function decide(key: string): boolean {
  if (key.length > LONGEST_KEY) return true;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (words.some((word) => SECRET_WORDS.has(word) || /password|secret/.test(word))) return true;
  const last = words.at(-1) ?? "";
  if (KEY_WORDS.has(last)) return !words.includes("public");
  const joined = words.join("");
  return (
    joined.includes("connectionstring") || joined.includes("privatekey") || joined.includes("accountkey")
  );
}

/** Attributes whose map keys are names that people give. */
const NAMED_BY_PEOPLE: ReadonlySet<string> = new Set(["tags", "tags_all", "labels"]);

/** Whether the keys of a map below this attribute say nothing about their values. */
export function keysMeanNothing(attribute: string): boolean {
  return NAMED_BY_PEOPLE.has(attribute);
}

/** A text that shows no secret by its look: URLs without user and query, and without path where that is the key. */
export function withoutCredentials(text: string, key: string): string {
  const suspicious = text.includes("=") || text.includes("-----BEGIN");
  if (
    suspicious &&
    /(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|sig)=|-----BEGIN [A-Z ]*PRIVATE KEY/i.test(
      text,
    )
  ) {
    return text.includes("://") && !/;|-----BEGIN/.test(text) ? maskUrls(text, key) : MASK;
  }
  return text.includes("://") ? maskUrls(text, key) : text;
}

const HOOK = /hook|callback|service_?uri|trigger_?url|logic_?app/i;

function maskUrls(text: string, key: string): string {
  return text.replace(
    /([A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)([^\s"'<>/?#]*)([^\s"'<>?#]*)([^\s"'<>]*)/g,
    (_, scheme: string, authority: string, path: string, query: string) => {
      const host = authority.slice(authority.lastIndexOf("@") + 1);
      const user = authority.includes("@") ? "...@" : "";
      if (HOOK.test(key) || HOOK.test(host) || HOOK.test(path)) {
        return `${scheme}${user}${host}${path.length > 1 || query !== "" ? "/..." : path}`;
      }
      return `${scheme}${user}${host}${path}${query === "" ? "" : "?..."}`;
    },
  );
}
