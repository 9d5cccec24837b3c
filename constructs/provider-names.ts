/*
 * Names of providers. This file does not load the engine, because the check of a fleet reads it.
 */
import { API_VERSIONS } from "../src/engine/arm/api-versions.ts";

export { DEFAULT_PROVIDER, type ProviderName, type ProviderSettings } from "../src/engine/arm/provider.ts";

/** The resource types whose API version can be pinned. */
export const ARM_TYPES = Object.keys(API_VERSIONS);

/** An API version of Azure. */
export const API_VERSION = /^\d{4}-\d{2}-\d{2}(?:-[a-z]{1,20})?$/;
