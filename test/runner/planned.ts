import { FakeStacks } from "./fake-stacks.ts";
import { planIn } from "./verbs.ts";

/** Returns planned stacks. */
export async function planned(all: ConstructorParameters<typeof FakeStacks>[0]): Promise<FakeStacks> {
  const fakes = new FakeStacks(all);
  await planIn(fakes);
  return fakes;
}
