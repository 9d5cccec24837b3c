import { EndpointError, endpointsOf } from "../audit/index.ts";
import type { Console } from "./console.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/**
 * Where Azure is, by the environment.
 * @throws {CommandError} when what the environment says is no place
 */
export function readEndpoints(console: Console) {
  try {
    return endpointsOf(console.env);
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
