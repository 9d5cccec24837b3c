import { CONTROLS } from "./controls.ts";
import { COSTS } from "./costs.ts";
import { DUTIES } from "./duties.ts";
import { FINDINGS } from "./findings.ts";
import { HEAT_MAP } from "./heat-map.ts";
import { NAVIGATION } from "./navigation.ts";
import { OVERVIEW } from "./overview.ts";
import { PAGE } from "./page.ts";
import { PRINT } from "./print.ts";

/** The page's style sheet. It refers to no resource. */
export const STYLE = [PAGE, NAVIGATION, OVERVIEW, CONTROLS, HEAT_MAP, FINDINGS, DUTIES, COSTS, PRINT].join(
  "",
);
