/*
 * Which members of Azure's, Graph's and Partner Center's answers hold names, free text or secrets. Names of members are
 * in lower case.
 */

/** Members with the name of a person, a company, a tenant or something that a user named. */
const NAMES = new Set([
  "displayname",
  "tenantdisplayname",
  "managedbytenantname",
  "managedtenantname",
  "principaliddisplayname",
  "companyname",
  "organizationname",
  "customername",
  "subscriptionname",
  "resourcename",
  "resourcegroupname",
  "registrationdefinitionname",
  "firstname",
  "middlename",
  "lastname",
  "givenname",
  "surname",
  "userprincipalname",
  "username",
  "principalname",
  "mailnickname",
  "caller",
  "createdby",
  "lastmodifiedby",
  "friendlyname",
  "domain",
  "domains",
  "defaultdomain",
  "tenantdefaultdomain",
  "groupshortname",
  "city",
  "street",
  "addressline1",
  "addressline2",
  "postalcode",
]);
const TEXTS = new Set(["description", "title", "subject", "notes", "comment", "reason", "detail", "details"]);
const SECRETS =
  /password|passphrase|secret|token|credential|signature|accesskey|accountkey|sharedkey|primarykey|secondarykey|functionkey|apikey|connectionstring|^(?:authorization|sig|sas|pwd|code)$/;
/** Amounts of what a customer spends. */
const SPENDING = new Set(["currentspend", "forecastspend", "cost", "costusd", "pretaxcost"]);

/** How the text of a member is treated. */
export type Treatment = "name" | "text" | "secret" | "phone" | "tags" | "spending" | "plain";

/** @param isError whether the member is one of an error, whose code and message are Azure's own words */
export function treatmentOf(key: string, isError: boolean): Treatment {
  const lower = key.toLowerCase();
  if (lower === "tags") return "tags";
  if (NAMES.has(lower)) return "name";
  if (isError && (lower === "code" || lower === "details")) return "plain";
  if (TEXTS.has(lower)) return "text";
  if (lower === "message") return isError ? "plain" : "text";
  if (/phone(?:number)?$/.test(lower)) return "phone";
  if (SPENDING.has(lower)) return "spending";
  return SECRETS.test(lower) ? "secret" : "plain";
}

/**
 * Words of Azure's own vocabulary. A word that is also a person's name is replaced only where it is used as that name.
 */
export const VOCABULARY: ReadonlySet<string> = new Set(
  `default enabled disabled on off true false owner reader contributor administrator admin user group application
  monthly quarterly annually daily weekly security monitor monitoring insights alert alerts budget budgets cost email
  webhook sms global none all high medium low critical actual forecasted percent subscription tenant customer resource
  microsoft azure active inactive standard free name type value id properties location scope scopes test production
  management incident maintenance informational actionrequired succeeded failed`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Hosts of Microsoft, whose addresses keep host and path. */
export const OWN_HOSTS: ReadonlySet<string> = new Set([
  "management.azure.com",
  "management.core.windows.net",
  "login.microsoftonline.com",
  "sts.windows.net",
  "graph.microsoft.com",
  "api.partnercenter.microsoft.com",
  "schema.management.azure.com",
  "learn.microsoft.com",
  "docs.microsoft.com",
  "go.microsoft.com",
  "aka.ms",
]);

/** Parameters of a query whose values Azure defines; in others, secrets may be. */
export const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  "api-version",
  "$filter",
  "$expand",
  "$select",
  "$orderby",
  "$top",
  "$skip",
  "$count",
  "size",
  "$apply",
]);
