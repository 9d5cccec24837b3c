/**
 * A minimal binding of the azapi provider, because npm has no prebuilt one. Schema: Azure/azapi 2.x,
 * https://registry.terraform.io/providers/Azure/azapi/latest/docs
 */

import type { Construct } from "constructs";
import {
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type TerraformResourceLifecycle,
} from "#engine";

/** The version of the azapi provider that the stacks pin. */
export const azapiVersion = "2.12.0";

const generator = { providerName: "azapi", providerVersion: azapiVersion };

/** Settings of an `AzapiProvider`. */
export interface AzapiProviderConfig {
  /** The subscription's GUID. */
  readonly subscriptionId?: string;
  /** The Entra tenant to authenticate in. */
  readonly tenantId?: string;
  readonly clientId?: string;
  /** Whether the provider does not register resource providers, which it otherwise does at plan time. */
  readonly skipProviderRegistration?: boolean;
  readonly alias?: string;
}

/** The azapi provider block. */
export class AzapiProvider extends TerraformProvider {
  static readonly tfResourceType = "azapi";
  readonly #config: AzapiProviderConfig;

  constructor(scope: Construct, id: string, config: AzapiProviderConfig) {
    super(scope, id, {
      terraformResourceType: "azapi",
      terraformGeneratorMetadata: generator,
      terraformProviderSource: "Azure/azapi",
    });
    this.#config = config;
  }

  override get alias(): string | undefined {
    return this.#config.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { alias, clientId, skipProviderRegistration, subscriptionId, tenantId } = this.#config;
    return {
      alias,
      client_id: clientId,
      skip_provider_registration: skipProviderRegistration,
      subscription_id: subscriptionId,
      tenant_id: tenantId,
    };
  }
}

/** The managed identity of an `AzapiResource`. */
export interface AzapiIdentity {
  readonly type: "SystemAssigned" | "UserAssigned";
  /** ARM ids of user-assigned identities. @default - none */
  readonly identityIds?: readonly string[];
}

/** Settings of an `AzapiResource`. */
export interface AzapiResourceConfig {
  /** Resource type and api-version: `Microsoft.Security/securityContacts@2023-12-01-preview`. */
  readonly type: string;
  readonly name: string;
  /** The ARM id of the parent: `/subscriptions/<GUID>`. */
  readonly parentId: string;
  /** The body of the PUT request. */
  readonly body: Readonly<Record<string, unknown>>;
  /** @default false */
  readonly ignoreCasing?: boolean;
  /**
   * Whether a property of the body counts as unchanged when Azure returns it empty or not at all. With `false` it is
   * planned as a change and written again.
   *
   * @default - the provider's own, true
   */
  readonly ignoreMissingProperty?: boolean;
  /** The Azure region. @default - none, or the one in the body */
  readonly location?: string;
  /** @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The managed identity. @default - none */
  readonly identity?: AzapiIdentity;
  /**
   * Lists of the body in Azure's own order: the path of each with the member that identifies an item, such as `{
   * "properties.logs": "category" }`.
   *
   * @default - items with a `name` are compared by it, others by their order
   */
  readonly listUniqueIdProperty?: Readonly<Record<string, string>>;
  /** Paths of lists to which Azure adds items; these items are not a change. @default - none */
  readonly ignoreOtherItemsInList?: readonly string[];
  /** Terraform's lifecycle settings of the resource. @default - Terraform's own */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** An ARM resource, declared by its type and body: `azapi_resource`. */
export class AzapiResource extends TerraformResource {
  static readonly tfResourceType = "azapi_resource";
  readonly #config: AzapiResourceConfig;

  constructor(scope: Construct, id: string, config: AzapiResourceConfig) {
    const { lifecycle } = config;
    super(scope, id, {
      terraformResourceType: "azapi_resource",
      terraformGeneratorMetadata: generator,
      ...(lifecycle === undefined ? {} : { lifecycle }),
    });
    this.#config = config;
  }

  /** The ARM id, as a reference. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  /** The name, as a reference. */
  get name(): string {
    return this.getStringAttribute("name");
  }

  /** The declared name. */
  get nameInput(): string {
    return this.#config.name;
  }

  /** The region, as a reference. */
  get location(): string {
    return this.getStringAttribute("location");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { body, ignoreCasing, ignoreMissingProperty, location, name, parentId, tags, type } = this.#config;
    const { identity, ignoreOtherItemsInList, listUniqueIdProperty } = this.#config;
    return {
      body,
      identity:
        identity === undefined ? undefined : [{ type: identity.type, identity_ids: identity.identityIds }],
      ignore_casing: ignoreCasing,
      ignore_missing_property: ignoreMissingProperty,
      ignore_other_items_in_list: ignoreOtherItemsInList,
      list_unique_id_property: listUniqueIdProperty,
      location,
      name,
      parent_id: parentId,
      tags,
      type,
    };
  }
}

/** Settings of a `DataAzapiResourceList`. */
export interface DataAzapiResourceListConfig {
  /** Resource type and api-version of the listed resources. */
  readonly type: string;
  /** The ARM id of the scope to list. */
  readonly parentId: string;
  /**
   * The values to keep of the response, by name: JMESPath expressions. They are stored in the state and shown in plans,
   * so keep only what is needed.
   */
  readonly responseExportValues: Readonly<Record<string, string>>;
}

/** A list of ARM resources of one type: `azapi_resource_list`. */
export class DataAzapiResourceList extends TerraformDataSource {
  static readonly tfResourceType = "azapi_resource_list";
  readonly #config: DataAzapiResourceListConfig;

  constructor(scope: Construct, id: string, config: DataAzapiResourceListConfig) {
    super(scope, id, { terraformResourceType: "azapi_resource_list", terraformGeneratorMetadata: generator });
    this.#config = config;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { parentId, responseExportValues, type } = this.#config;
    return { parent_id: parentId, response_export_values: responseExportValues, type };
  }
}
