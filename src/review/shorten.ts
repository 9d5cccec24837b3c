const LONGEST = 160;
const HEAD = 100;
const TAIL = 40;

/** Shortens a long text: replaces its middle by the number of left-out characters. Never splits a surrogate pair. */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const head = whole(text.slice(0, HEAD));
  const tail = wholeEnd(text.slice(-TAIL));
  const left = text.length - head.length - tail.length;
  // Through a buffer, because a slice would keep the complete text in memory.
  return Buffer.from(`${head} ...(${left} characters)... ${tail}`).toString();
}

function whole(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

function wholeEnd(text: string): string {
  const first = text.charCodeAt(0);
  return first >= 0xdc00 && first <= 0xdfff ? text.slice(1) : text;
}
