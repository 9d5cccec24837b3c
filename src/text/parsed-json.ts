/** Parses JSON. Returns undefined for other text, and for JSON that is nested deeper than the engine can parse. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
