import type { JsonMap } from "../json.ts";

/** A stored resource. */
export interface StoredResource {
  /** The id in its first written form; compared without case. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly resourceGroup?: string;
  /** The number of writes, from which the eTag is derived. */
  readonly version: number;
  /** Everything but id, name, type and eTag: `location`, `tags`, `kind`, `properties`. */
  readonly content: JsonMap;
}

/** A PUT or PATCH for a resource type to validate. */
export interface Write {
  readonly subscriptionId: string;
  /** The tenant of the subscription. */
  readonly tenantId: string;
  readonly resourceGroup: string | undefined;
  readonly name: string;
  readonly apiVersion: string;
  readonly body: JsonMap;
  /** The existing resource. */
  readonly existing: StoredResource | undefined;
  /** The other resources of the same type in the subscription. */
  readonly siblings: readonly StoredResource[];
  readonly now: Date;
}

interface Reading {
  readonly subscriptionId: string;
  readonly apiVersion: string;
  readonly now: Date;
}

/** The rules of one of Azure's resource types. */
export interface ResourceType {
  /** In Azure's casing: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
  readonly scope: "subscription" | "resourceGroup";
  readonly apiVersions: readonly string[];
  /** Returns the content after a PUT. @throws {ArmError} for a request that Azure rejects */
  put(write: Write): JsonMap;
  /** Returns the content after a PATCH of an existing resource. Undefined when the type has no PATCH. */
  patch?(write: Write & { readonly existing: StoredResource }): JsonMap;
  /** @default 201 */
  readonly createdStatus?: 200 | 201;
  /** @default 200 */
  readonly updatedStatus?: 200 | 201;
  /** Whether it has an eTag and rejects writes with another one. @default false */
  readonly hasETag?: boolean;
  /** Resources that exist in every subscription without being created, with their content. */
  readonly builtIn?: ReadonlyMap<string, JsonMap>;
  /** @default true */
  readonly deletable?: boolean;
  /** Whether long lists have pages. @default true */
  readonly paged?: boolean;
  /** Returns the content in this version of the API. @default - the stored content */
  show?(content: JsonMap, reading: Reading): JsonMap;
  /** Returns the id in the provider's form, which may differ from that of the request. @default - the same */
  shownId?(id: string): string;
  /** The type in the provider's form. @default - the same; null when the provider omits it */
  readonly shownType?: string | null;
}
