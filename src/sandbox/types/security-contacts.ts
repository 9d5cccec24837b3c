import { badRequest, methodNotAllowed, shown } from "../arm/error.ts";
import type { ResourceType, Write } from "../arm/resource-type.ts";
import { type JsonMap, mapAt } from "../json.ts";
import { contactOf2017, contactOf2020, contactOf2023 } from "./security-contact-read.ts";
import { show2017, show2020, show2023 } from "./security-contact-show.ts";

/** How each version of the API reads and shows the one contact that there is. */
const VERSIONS: Readonly<
  Record<string, { read(properties: JsonMap): JsonMap; show(contact: JsonMap): JsonMap }>
> = {
  "2017-08-01-preview": { read: contactOf2017, show: show2017 },
  "2020-01-01-preview": { read: contactOf2020, show: show2020 },
  "2023-12-01-preview": { read: contactOf2023, show: show2023 },
};

/**
 * Defender for Cloud's contact: one object, of which three versions of the API show different sides. It is kept in the
 * newest shape; how an older version shows what it has no words for is our reading, not Azure's documentation.
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
  /** The oldest version alone has it. */
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
