/**
 * Lets cdktf 0.21 load without its bundled `archiver`. cdktf uses it only to zip the folder of a `TerraformAsset`, but
 * requires it when it is loaded: with its dependencies that is half of the loading time. Here the first use loads it.
 */
import Module, { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("cdktf"));
const file = require.resolve("archiver");
if (require.cache[file] === undefined) {
  const deferred = new Module(file);
  deferred.exports = (...settings: readonly unknown[]) => {
    delete require.cache[file];
    return require("archiver")(...settings);
  };
  deferred.loaded = true;
  require.cache[file] = deferred;
}
