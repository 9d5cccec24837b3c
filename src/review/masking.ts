/** Stands for a secret in output. */
export const MASK = "(sensitive)";

/**
 * Masks credentials that a text shows by their form. URLs lose user and query, and their path when the key names a
 * secret.
 */
export function withoutCredentials(text: string, key: string): string {
  const suspicious = text.includes("=") || text.includes(":") || text.includes("-----BEGIN");
  if (
    suspicious &&
    /(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|sig)=|-----BEGIN [A-Z ]*PRIVATE KEY/i.test(
      text,
    )
  ) {
    return text.includes("://") && !/;|-----BEGIN/.test(text) ? maskUrls(text, key) : MASK;
  }
  const shown = text.includes("://") ? maskUrls(text, key) : text;
  return withoutAssignments(withoutSchemes(shown));
}

/** Masks `Bearer eyJ...`, the form of an Authorization header. */
function withoutSchemes(text: string): string {
  return /bearer|basic|sharedaccess/i.test(text)
    ? text.replace(
        /\b(Bearer|Basic|SharedAccessSignature)(\s+)(?:(?=[\w.~+/=-]{0,4000}\d)[\w.~+/=-]{8,4000}|[\w.~+/=-]{24,4000})/gi,
        `$1$2${MASK}`,
      )
    : text;
}

/**
 * Masks `export DB_PASSWORD=...`, `X-Api-Key: ...` and `--password ...` in scripts, headers and configuration files.
 */
function withoutAssignments(text: string): string {
  if (!/passw|secret|token|[_-]key|apikey|pwd/i.test(text)) return text;
  return text
    .replace(
      /([\w.-]{0,60}(?:passw(?:or)?d|secret|token|(?:api|access|account|private|shared|subscription|functions|auth)[_-]?key|pwd)["']?\s*(?:=|:\s)\s*)("[^"]{1,4000}"|'[^']{1,4000}'|[^\s,;"'(]{1,4000})/gi,
      `$1${MASK}`,
    )
    .replace(
      /((?<![\w-])--?[\w-]{0,60}(?:passw(?:or)?d|secret|token|(?:api|access|account|private|shared|auth)-?key|pwd)\s+)("[^"]{1,4000}"|'[^']{1,4000}'|(?!-)[^\s,;"'(]{1,4000})/gi,
      `$1${MASK}`,
    );
}

/** Masks credentials in the instance keys of a Terraform address; names and types come from the configuration. */
export function maskedKeys(address: string, mask: (key: string) => string): string {
  if (!address.includes('["')) return address;
  return address.replace(
    /\["((?:[^"\\]|\\.){0,4096})"\]/g,
    (_, key: string) => `["${withoutCredentials(mask(key), "for_each")}"]`,
  );
}

const HOOK = /hook|callback|service_?uri|trigger_?url|logic_?app|pagerduty|opsgenie/i;

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
