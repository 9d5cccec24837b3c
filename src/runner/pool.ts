/**
 * Processes the items in order, at most `width` at a time. It resolves when all started work has ended; nothing new
 * starts after `stopping` aborts. An error of a worker stops further items and is thrown.
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
