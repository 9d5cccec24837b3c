import type { JsonMap } from "../json.ts";

/** A resource as the sandbox keeps it. */
export interface StoredResource {
  /** As first written; compared without case. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly resourceGroup?: string;
  /** Counts its writes: what an eTag is made of. */
  readonly version: number;
  /** Everything but id, name, type and eTag: `location`, `tags`, `kind`, `properties`. */
  readonly content: JsonMap;
}

/** A PUT or PATCH that a resource type has to judge. */
export interface Write {
  readonly subscriptionId: string;
  readonly resourceGroup: string | undefined;
  readonly name: string;
  readonly apiVersion: string;
  readonly body: JsonMap;
  /** What is there already. */
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

/** What the sandbox knows of one of Azure's resource types. */
export interface ResourceType {
  /** In Azure's own casing: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
  readonly scope: "subscription" | "resourceGroup";
  readonly apiVersions: readonly string[];
  /** What a PUT leaves. @throws {ArmError} for what Azure refuses */
  put(write: Write): JsonMap;
  /** What a PATCH of something that exists leaves. Absent: there is no PATCH. */
  patch?(write: Write & { readonly existing: StoredResource }): JsonMap;
  /** @default 201 */
  readonly createdStatus?: 200 | 201;
  /** @default 200 */
  readonly updatedStatus?: 200 | 201;
  /** Whether it carries an eTag and refuses writes that know another one. @default false */
  readonly hasETag?: boolean;
  /** Resources that exist in every subscription without being created, and what they are then. */
  readonly builtIn?: ReadonlyMap<string, JsonMap>;
  /** @default true */
  readonly deletable?: boolean;
  /** Whether long lists come in pages. @default true */
  readonly paged?: boolean;
  /** The content as this version of the API shows it. @default as it is kept */
  show?(content: JsonMap, reading: Reading): JsonMap;
  /** The id as this provider writes it, which is not always the one of the request. @default the same */
  shownId?(id: string): string;
  /** The type as this provider writes it. @default the same; null where it writes none */
  readonly shownType?: string | null;
}
