import fc from "fast-check";

// A pipeline must say the same of the same commit; on a developer's machine every run tries other values.
if (process.env["CI"]) fc.configureGlobal({ seed: 20261124 });
