import { controlCatalogue, TENANT_CONTROLS } from "../controls/index.ts";

/** Words of sentences that are built outside of a control. */
const OTHERS =
  "deletes replaces forgets creates changes raises removes drops narrows ends disables switches mails sends invokes the of to from in on for by a an is are not only longer amount recipient address receiver percent actual forecasted cost action alert alerts group budget contact security service health resource anomaly monthly default owner high medium low critical subscription subscriptions plan apply enabled disabled known after properties";

let words: ReadonlySet<string> | undefined;

/** Returns the words of this program's own sentences, in lower case. They reveal no value of a plan. */
export function ownWords(): ReadonlySet<string> {
  if (words !== undefined) return words;
  const texts = [...controlCatalogue(), ...TENANT_CONTROLS].flatMap(({ id, judgedBy, title, why }) => [
    id,
    title,
    why,
    ...judgedBy,
  ]);
  words = new Set([...texts, OTHERS].flatMap((text) => text.toLowerCase().split(/[^a-z]+/)));
  return words;
}
