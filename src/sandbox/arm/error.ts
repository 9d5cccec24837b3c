import type { Reply } from "../http.ts";

/** A request that ARM rejects, with the error code for clients. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "ArmError";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The answer in ARM's form: `{"error":{"code","message"}}`. */
  get reply(): Reply {
    return {
      status: this.status,
      headers: this.headers,
      body: { error: { code: this.code, message: this.message } },
    };
  }
}

export function badRequest(message: string, code = "BadRequest"): ArmError {
  return new ArmError(400, code, message);
}

export function methodNotAllowed(method: string, what: string): ArmError {
  return new ArmError(405, "MethodNotAllowed", `${what} has no ${method}.`);
}

const SHOWN = 200;

/** Formats a found value for a message: quoted, without control characters, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
