import { EndpointError, endpointsOf } from "../audit/index.ts";
import type { Console } from "./console.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/**
 * Returns the endpoints of Azure from the environment.
 * @throws {CommandError} when a variable has no valid address
 */
export function readEndpoints(console: Console) {
  try {
    return endpointsOf(console.env);
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
