import type { StackEvidence } from "../../evidence/stack.ts";
import type { DeclaredBlock } from "../../evidence/terraform/configuration.ts";
import { GUID, isGuid } from "../../text/guid.ts";
import { isRecord, items, type JsonMap, members } from "../../text/json.ts";
import { sameId } from "./arm-ids.ts";
import type { Complaint } from "./complaint.ts";
import type { StackOwner } from "./owner.ts";

/** The arguments that define where a resource is, for any type. Resources that it refers to may be anywhere. */
const PLACES = ["parent_id", "resource_id", "scope", "subscription_id", "target_resource_id"];
const SUBSCRIPTION = new RegExp(`subscriptions/(${GUID})`, "gi");
const FIX =
  "Declare it in the stack of that subscription, or name the subscription under allow.subscriptions of the fleet";

/** Checks that everything written with an id is in the stack's own subscription, or in one that the fleet allows. */
export function reach(owner: StackOwner, evidence: StackEvidence): Complaint[] {
  const own = new Set([owner.subscriptionId, ...owner.allowed]);
  const readable = new Set([...own, ...owner.readable]);
  const { data, ephemerals, imports, resources } = evidence.configuration;
  const far = (block: DeclaredBlock, near: ReadonlySet<string>, verb: string) =>
    block.type === "terraform_remote_state"
      ? []
      : elsewhere(block, near).map((subscriptionId) => ({
          message: `${block.address} ${verb} another subscription, ${subscriptionId}`,
          fix: FIX,
          resource: block.address,
        }));
  return [
    ...resources.flatMap((block) => far(block, own, "is in")),
    ...ephemerals.flatMap((block) => far(block, own, "is in")),
    ...data.flatMap((block) => far(block, readable, "reads from")),
    ...imports.flatMap((block) => imported(owner, evidence, block)),
  ];
}

function elsewhere({ address, body }: DeclaredBlock, near: ReadonlySet<string>): string[] {
  const reads = address.startsWith("data.");
  const places = members(body).filter(([name]) => reads || PLACES.includes(name));
  const found = places.flatMap(([name, value]) =>
    typeof value === "string" ? subscriptionsOf(value, name === "subscription_id") : [],
  );
  return [...new Set(found.filter((id) => !near.has(id)))];
}

function subscriptionsOf(text: string, bare: boolean): string[] {
  const found = [...text.matchAll(SUBSCRIPTION)].map(([, id = ""]) => id.toLowerCase());
  return bare && isGuid(text) ? [text.toLowerCase()] : found;
}

/** Matches the expression of an adoption: the ids of a list that equal one given id. */
const ADOPTION =
  /^\$\{toset\(\[for id in compact\(flatten\(\[data\.azapi_resource_list\.\w+\.output\.ids\]\)\) : ("[^"\\$%]*") if [^:{}]*\]\)\}$/;

/** Checks imports: only a resource that the stack declares under that address, of its own subscription. */
function imported(
  owner: StackOwner,
  { configuration, declared }: StackEvidence,
  block: JsonMap,
): Complaint[] {
  const to = typeof block["to"] === "string" ? block["to"].replace(/^\$\{(.*)\}$/, "$1") : "?";
  const complain = (message: string): Complaint[] => [
    { message: `the import to ${to} ${message}`, fix: "Write the id of that very resource", resource: to },
  ];
  const unknown = Object.keys(block).find(
    (name) => !["//", "for_each", "id", "provider", "to"].includes(name),
  );
  if (unknown !== undefined) return complain(`has ${unknown}, which is not known to the gate`);
  const ids = importedIds(block);
  if (ids === undefined) return complain("has an id that the gate cannot read");
  const near = [owner.subscriptionId, ...owner.allowed];
  const complaints = ids.flatMap((id) =>
    subscriptionsOf(id, false)
      .filter((subscriptionId) => !near.includes(subscriptionId))
      .flatMap((subscriptionId) => complain(`is of another subscription, ${subscriptionId}`)),
  );
  if (complaints.length > 0) return complaints;
  const at = to.replace(/\[.*$/, "");
  // Terraform rejects an import without a declaration.
  if (!configuration.resources.some(({ address }) => address === at)) return [];
  const target = declared.find(({ address }) => address === at);
  const other = declared.find(
    ({ address, id }) => address !== target?.address && ids.some((one) => sameId(one, id)),
  );
  if (other !== undefined) return complain(`imports the resource that ${other.address} declares`);
  if (target === undefined || ids.every((id) => sameId(id, target.id))) return [];
  return complain("names another resource than the one declared there");
}

/** Returns the ids that a block imports; undefined when only Terraform can resolve them. */
function importedIds({ for_each: forEach, id }: JsonMap): readonly string[] | undefined {
  if (typeof id !== "string") return undefined;
  if (forEach === undefined || forEach === null) return /[$%]\{/.test(id) ? undefined : [id];
  if (id !== "${each.value}") return undefined;
  if (typeof forEach === "string") {
    const [, literal] = ADOPTION.exec(forEach) ?? [];
    return literal === undefined ? undefined : [literal.slice(1, -1)];
  }
  const values = isRecord(forEach) ? Object.values(forEach) : items(forEach);
  const ids = values.flatMap((value) => (typeof value === "string" && !/[$%]\{/.test(value) ? [value] : []));
  return ids.length === values.length ? ids : undefined;
}
