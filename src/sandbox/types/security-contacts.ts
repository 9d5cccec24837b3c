import { badRequest, methodNotAllowed, shown } from "../arm/error.ts";
import type { ResourceType, Write } from "../arm/resource-type.ts";
import { type JsonMap, mapAt } from "../json.ts";
import { contactOf2017, contactOf2020, contactOf2023 } from "./security-contact-read.ts";
import { show2017, show2020, show2023 } from "./security-contact-show.ts";

/** The conversions of each API version. */
const VERSIONS: Readonly<
  Record<string, { read(properties: JsonMap): JsonMap; show(contact: JsonMap): JsonMap }>
> = {
  "2017-08-01-preview": { read: contactOf2017, show: show2017 },
  "2020-01-01-preview": { read: contactOf2020, show: show2020 },
  "2023-12-01-preview": { read: contactOf2023, show: show2023 },
};

/**
 * Defender for Cloud's contact: one object, in different shapes in three API versions. It is stored in the newest
 * shape. The values that an older version shows for newer settings are an assumption, not documented by Azure.
 * azure-rest-api-specs, Microsoft.Security, securityContacts
 */
export const securityContacts: ResourceType = {
  type: "Microsoft.Security/securityContacts",
  scope: "subscription",
  apiVersions: Object.keys(VERSIONS),
  put: ({ apiVersion, body, name }: Write) => {
    if (name.toLowerCase() !== "default") {
      throw badRequest(
        `The security contact's name must be 'default'; found ${shown(name)}.`,
        "InvalidSecurityContactName",
      );
    }
    return { properties: versionOf(apiVersion).read(mapAt(body, "properties")) };
  },
  /** Only the oldest version has PATCH. */
  patch({ apiVersion, body, existing }) {
    if (apiVersion !== "2017-08-01-preview")
      throw methodNotAllowed("PATCH", `securityContacts of ${apiVersion}`);
    const current = show2017(mapAt(existing.content, "properties"));
    return { properties: contactOf2017({ ...current, ...mapAt(body, "properties") }) };
  },
  show: (content, { apiVersion }) => ({
    properties: versionOf(apiVersion).show(mapAt(content, "properties")),
  }),
};

function versionOf(apiVersion: string) {
  const version = VERSIONS[apiVersion];
  if (version === undefined) throw badRequest(`The api-version ${shown(apiVersion)} is invalid.`);
  return version;
}
