import type { Mapped, Mapper } from "./terraform/mapper.ts";

/**
 * A type of Azure resource for custom controls that no built-in control judges: its Terraform resources, and its list
 * in Azure.
 *
 *     const locks: ResourceMapper = {
 *       type: "Microsoft.Authorization/locks",
 *       terraform: { azurerm_management_lock: (values, scope) => ({ name: ..., id: ..., properties: { level: ... } }) },
 *       azure: { apiVersion: "2020-05-01" },
 *     };
 *
 * Resources declared as `azapi_resource` already have ARM's shape and need no entry in `terraform`.
 */
export interface ResourceMapper {
  /** In Azure's own casing. It must not be a type that built-in controls judge. */
  readonly type: string;
  /**
   * Mappers by Terraform resource type. If a mapper throws, the resource is unknown, so a control that reads it returns
   * `unknown`.
   * @default - none
   */
  readonly terraform?: Readonly<Record<string, (...args: Parameters<Mapper>) => Omit<Mapped, "type">>>;
  /**
   * Lists the resources of a subscription: `GET /subscriptions/<id>/providers/<type>`. Without it, an audit of Azure
   * reports the type as unreadable, and controls that use `resourcesSeen` return `unknown`; exported files are still
   * read.
   */
  readonly azure?: {
    /** The version of the REST API: `2020-05-01`. */
    readonly apiVersion: string;
    /**
     * An OData filter: `atScope()`. Such lists often include resources above and below the subscription.
     *
     * @default - none
     */
    readonly filter?: string;
  };
}

const TYPE = /^(?=.{1,200}$)[A-Za-z][A-Za-z0-9.]*(?:\/[A-Za-z][A-Za-z0-9]*)+$/;
const TERRAFORM_TYPE = /^[a-z][a-z0-9]*_[a-z0-9_]{1,100}$/;
const API_VERSION = /^\d{4}-\d{2}-\d{2}(?:-preview)?$/;
const FILTER = /^[\w ().,:'/-]{1,200}$/;
const MOST_MAPPERS = 50;

/**
 * Validates custom mappers and returns one sentence for each fault.
 * @param taken whether a type of Azure or of Terraform is mapped by the project itself
 */
export function mapperFaults(mappers: readonly unknown[], taken: (type: string) => boolean): string[] {
  if (mappers.length > MOST_MAPPERS)
    return [`there are ${mappers.length} resource mappers: at most ${MOST_MAPPERS} can be used`];
  const seen = new Set<string>();
  return mappers.flatMap((mapper, index) => {
    const type = member(mapper, "type");
    if (typeof type !== "string" || !TYPE.test(type)) {
      return [`resource mapper ${index + 1} needs a type such as Microsoft.Authorization/locks`];
    }
    const own = Object.entries(Object(member(mapper, "terraform") ?? {}));
    const faults = [type, ...own.map(([name]) => name)].flatMap((name) => {
      const lower = name.toLowerCase();
      if (taken(name)) return [`maps ${name.slice(0, 200)}, which csp-baseline already maps`];
      if (seen.has(lower)) return [`maps ${name.slice(0, 200)} a second time`];
      seen.add(lower);
      return [];
    });
    for (const [name, map] of own) {
      if (!TERRAFORM_TYPE.test(name))
        faults.push("names an invalid Terraform type; a valid one is azurerm_management_lock");
      if (typeof map !== "function") faults.push("has a value that is not a function for a Terraform type");
    }
    const azure = member(mapper, "azure");
    if (azure !== undefined) {
      if (!API_VERSION.test(text(member(azure, "apiVersion"))))
        faults.push("needs an azure.apiVersion such as 2020-05-01");
      const filter = member(azure, "filter");
      if (filter !== undefined && !FILTER.test(text(filter)))
        faults.push("has an azure.filter with characters that OData functions do not use");
    }
    return faults.map((fault) => `the resource mapper of ${type} ${fault}`);
  });
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
