import type { CalendarDate } from "./calendar.ts";
import type { FleetDocument } from "./document.ts";
import { quote } from "./echo.ts";
import type { Freeze, Partner } from "./fleet.ts";
import type { Fault } from "./problem.ts";
import type { FreezeEntry, PartnerFile } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Returns the freezes of well-formed entries, in the order of the file. */
export function freezesOf(file: YamlFile, entries: readonly FreezeEntry[]): Freeze[] {
  return entries.map((entry, index) => ({
    ...entry,
    position: () => file.locate(["enforce", "freeze", index]),
  }));
}

/** Reports freezes that end before they begin. */
export function freezeFaults({ content: { enforce } }: FleetDocument<PartnerFile>): Fault[] {
  return (enforce?.freeze ?? []).flatMap(({ from, until }, index) => {
    if (from <= until) return [];
    const path = ["enforce", "freeze", index, "until"];
    return [{ path, message: `must not be before from, ${from}`, found: quote(until) }];
  });
}

/** Returns the freeze that contains a day, the last to end; undefined when there is none. */
export function freezeOn({ freezes = [] }: Pick<Partner, "freezes">, day: CalendarDate): Freeze | undefined {
  const now = freezes.filter(({ from, until }) => from <= day && day <= until);
  return now.reduce<Freeze | undefined>(
    (last, one) => (last !== undefined && last.until >= one.until ? last : one),
    undefined,
  );
}
