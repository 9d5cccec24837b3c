import { writeFileSync } from "node:fs";
import { CONTROLS } from "./built-in.ts";
import { controlsPage } from "./catalogue-page.ts";

// Runs as dist/controls/write-page.js: the page lies at the top of the package.
writeFileSync(new URL("../../CONTROLS.md", import.meta.url), controlsPage(CONTROLS));
