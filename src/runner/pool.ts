/**
 * Works through the items, in their order, at most `width` at a time. It ends when all that was started has ended; once
 * `stopping` aborts nothing new is started. A worker that throws stops the rest from starting, and is thrown on.
 */
export async function inPool<Item>(
  items: Iterable<Item>,
  width: number,
  stopping: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const lane = async () => {
    while (!stopping.aborted && !failed) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: width }, lane));
  for (const result of ended) if (result.status === "rejected") throw result.reason;
}
