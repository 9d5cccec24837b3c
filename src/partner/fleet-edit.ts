import { isMap, isSeq } from "yaml";
import {
  blockItem,
  EditedFile,
  FleetEditError,
  type Members,
  scalar,
  unusual,
} from "../fleet/edited-file.ts";
import type { Attestation, PartnerSecurityContact, Reseller } from "../fleet/index.ts";

export { FleetEditError };

/** The values of an attestation. */
export type AttestationText = Omit<Attestation, "position">;
export type Verification = NonNullable<PartnerSecurityContact["verified"]>;

/**
 * Returns the text of `partner.yaml` with this attestation in place of an older one of the same control, or at the end
 * of the list. Only its values change: comments, order and layout are preserved byte by byte.
 *
 * @throws {FleetEditError}
 */
export function withAttestation(
  text: string,
  { control, evidence, on, owner, validDays }: AttestationText,
): string {
  const members: Members = {
    control,
    owner,
    on,
    evidence,
    ...(validDays === undefined ? {} : { validDays }),
  };
  const file = new EditedFile(text);
  const list = file.root.get("attestations", true);
  if (list === undefined) file.append(`attestations:\n  ${blockItem(members, 2)}`);
  else if (!isSeq(list)) throw unusual("attestations is not a list");
  else {
    const entry = list.items.find((item) => isMap(item) && item.get("control") === control);
    if (isMap(entry)) file.setMembers(entry, members);
    else file.addItem(list, members);
  }
  return file.finish((value) => {
    const old = Array.isArray(value["attestations"]) ? value["attestations"] : [];
    const index = old.findIndex((item) => Object(item).control === control);
    const entry = { ...Object(old[index]), ...members };
    return { ...value, attestations: index === -1 ? [...old, entry] : old.with(index, entry) };
  });
}

/**
 * Returns the text of `partner.yaml` with the date and the person of the contact's comparison with Partner Center.
 *
 * @throws {FleetEditError} also if it records no contact
 */
export function withVerification(text: string, { by, on }: Verification): string {
  const file = new EditedFile(text);
  const contact = file.root.getIn(["partner", "securityContact"], true);
  if (!isMap(contact)) throw unusual("partner.securityContact is missing");
  const verified = contact.get("verified", true);
  if (isMap(verified)) file.setMembers(verified, { on, by });
  else file.addMember(contact, "verified", `{ on: ${on}, by: ${scalar(by)} }`);
  return file.finish((value) => {
    const partner = Object(value["partner"]);
    const record = partner.securityContact;
    return { ...value, partner: { ...partner, securityContact: { ...record, verified: { on, by } } } };
  });
}

/**
 * Returns the text of a customer's file with this reseller. For an existing reseller the tenant and the name change,
 * but not its contact.
 *
 * @throws {FleetEditError}
 */
export function withReseller(text: string, { name, tenantId }: Omit<Reseller, "emails">): string {
  const file = new EditedFile(text);
  const members: Members = { tenantId, name };
  const known = file.root.get("reseller", true);
  if (isMap(known)) file.setMembers(known, members);
  else if (known === undefined)
    file.append(`reseller: { tenantId: ${scalar(tenantId)}, name: ${scalar(name)} }`);
  else throw unusual("reseller is not a map");
  return file.finish((value) => ({ ...value, reseller: { ...Object(value["reseller"]), ...members } }));
}
