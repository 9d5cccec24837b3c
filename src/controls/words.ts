/** What a headline says of subscriptions in which a control fails: of one subscription, then of several. */
export interface Words {
  /** There is nothing of the kind: `has no budget`, `have no budget`. */
  readonly none: readonly [one: string, several: string];
  /** There is something of the kind, but not what is asked for: `has no adequate budget`. */
  readonly flawed: readonly [one: string, several: string];
}

/** The words of a control that asks for one thing. */
export function hasNo(noun: string): Words {
  return {
    none: [`has no ${noun}`, `have no ${noun}`],
    flawed: [`has no adequate ${noun}`, `have no adequate ${noun}`],
  };
}

/** The words of a control that asks for several things: a failure does not mean that there are none. */
export function lacks(nouns: string): Words {
  const words = [`lacks ${nouns}`, `lack ${nouns}`] as const;
  return { none: words, flawed: words };
}
