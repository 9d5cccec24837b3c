import type { Mapped, Mapper } from "./terraform/mapper.ts";

/**
 * A type of Azure resource that the project's own controls do not look at, for controls of your own: what Terraform
 * resources it comes from, and how an audit reads it.
 *
 *     const locks: ResourceMapper = {
 *       type: "Microsoft.Authorization/locks",
 *       terraform: { azurerm_management_lock: (values, scope) => ({ name: ..., id: ..., properties: { level: ... } }) },
 *       azure: { apiVersion: "2020-05-01" },
 *     };
 *
 * What is declared as `azapi_resource` is in ARM's shape already, and needs no entry in `terraform`.
 */
export interface ResourceMapper {
  /** In Azure's own casing. It must not be a type that the project's own controls judge. */
  readonly type: string;
  /**
   * By Terraform resource type. What throws here becomes a resource of which nothing is known, so that a control that
   * looks into it says `unknown`.
   * @default none
   */
  readonly terraform?: Readonly<Record<string, (...args: Parameters<Mapper>) => Omit<Mapped, "type">>>;
  /**
   * How Azure lists it in a subscription: `GET /subscriptions/<id>/providers/<type>`. Left out, an audit of Azure says
   * that it cannot read the type, and controls that ask with `resourcesSeen` say `unknown`; exported files are read
   * all the same.
   */
  readonly azure?: {
    /** Of the REST API: `2020-05-01`. */
    readonly apiVersion: string;
    /** An OData filter: `atScope()`. Such lists often have what is above and below the subscription too. @default none */
    readonly filter?: string;
  };
}

const TYPE = /^(?=.{1,200}$)[A-Za-z][A-Za-z0-9.]*(?:\/[A-Za-z][A-Za-z0-9]*)+$/;
const TERRAFORM_TYPE = /^[a-z][a-z0-9]*_[a-z0-9_]{1,100}$/;
const API_VERSION = /^\d{4}-\d{2}-\d{2}(?:-preview)?$/;
const FILTER = /^[\w ().,:'/-]{1,200}$/;
const MOST_MAPPERS = 50;

/**
 * What is wrong with mappers that somebody brings, a sentence each.
 * @param taken whether a type, of Azure or of Terraform, is the project's own
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
      if (taken(name)) return [`maps ${name.slice(0, 200)}, which csp-baseline maps itself`];
      if (seen.has(lower)) return [`maps ${name.slice(0, 200)} a second time`];
      seen.add(lower);
      return [];
    });
    for (const [name, map] of own) {
      if (!TERRAFORM_TYPE.test(name))
        faults.push("names a Terraform type that is none, such as azurerm_management_lock would be");
      if (typeof map !== "function") faults.push("has something else than a function for a Terraform type");
    }
    const azure = member(mapper, "azure");
    if (azure !== undefined) {
      if (!API_VERSION.test(text(member(azure, "apiVersion"))))
        faults.push("needs an azure.apiVersion such as 2020-05-01");
      const filter = member(azure, "filter");
      if (filter !== undefined && !FILTER.test(text(filter)))
        faults.push("has an azure.filter with characters that OData's functions do not need");
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
