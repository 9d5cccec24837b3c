import type { CustomerLanguage } from "../../../../fleet/index.ts";
import { GERMAN } from "./de.ts";
import { ENGLISH } from "./en.ts";
import { SPANISH } from "./es.ts";
import { FRENCH } from "./fr.ts";
import type { CustomerWords } from "./words.ts";

export type { CustomerWords } from "./words.ts";

/** The texts of each language that a fleet can name. */
export const CUSTOMER_WORDS: Readonly<Record<CustomerLanguage, CustomerWords>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
};
