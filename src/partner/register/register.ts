import type { PartnerControlId } from "../../fleet/index.ts";
import { BEST_PRACTICES } from "./documents/best-practices.ts";
import { CONTACT_DETAILS } from "./documents/contact-details.ts";
import { DEFENDER_CONTACT } from "./documents/defender-contact.ts";
import type { RegisterDocument, RegisterId } from "./documents/document.ts";
import { SECURITY_ALERTS } from "./documents/security-alerts.ts";
import { SECURITY_CONTACT } from "./documents/security-contact.ts";

/** The documents that the register goes through, line by line. */
export const DOCUMENTS: readonly RegisterDocument[] = [
  SECURITY_CONTACT,
  CONTACT_DETAILS,
  BEST_PRACTICES,
  SECURITY_ALERTS,
  DEFENDER_CONTACT,
];

/** The source of a duty. */
export interface DutyReference {
  /** The document's title. */
  readonly document: string;
  readonly heading: string;
  readonly url: string;
}

const references = new Map<RegisterId, readonly DutyReference[]>();

/** Returns the headings that request a control, without duplicates, in the documents' order. */
export function referencesOf(id: PartnerControlId): readonly DutyReference[] {
  const known = references.get(id) ?? DOCUMENTS.flatMap((document) => headingsAsking(document, id));
  references.set(id, known);
  return known;
}

function headingsAsking({ title, url, recommendations }: RegisterDocument, id: RegisterId): DutyReference[] {
  const asking = recommendations.filter(({ controls }) => controls.includes(id));
  const headings = new Set(asking.map(({ heading }) => heading));
  return [...headings].map((heading) => ({ document: title, heading, url }));
}
