const LONGEST = 160;
const HEAD = 100;
const TAIL = 40;

/** A long text with its middle left out, and how many characters that is; never half of a surrogate pair. */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const head = whole(text.slice(0, HEAD));
  const tail = wholeEnd(text.slice(-TAIL));
  const left = text.length - head.length - tail.length;
  // Through a buffer: a slice would keep the whole text in memory.
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
