// Generated from package.json and src/engine/cdktf.ts by "npm run generate". Do not edit.
/// <reference path="./engine.d.ts" />
export * from "../../../dist/src/partner/webhook/index.js";
