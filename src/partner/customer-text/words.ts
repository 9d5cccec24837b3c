import type { CustomerLanguage } from "../../fleet/index.ts";
import { GERMAN } from "./de.ts";
import { ENGLISH } from "./en.ts";
import { SPANISH } from "./es.ts";
import { FRENCH } from "./fr.ts";
import type { Words } from "./text-words.ts";

/** The texts by language. */
export const WORDS: Readonly<Record<CustomerLanguage, Words>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
};
