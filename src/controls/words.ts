/** The phrases of a headline about failures of a control: for one subscription, then for several. */
export interface Words {
  /** The resource is missing: `has no budget`, `have no budget`. */
  readonly none: readonly [one: string, several: string];
  /** The resource does not meet the requirements: `has no adequate budget`. */
  readonly flawed: readonly [one: string, several: string];
}

/** Returns the phrases of a control that requires one resource. */
export function hasNo(noun: string): Words {
  return {
    none: [`has no ${noun}`, `have no ${noun}`],
    flawed: [`has no adequate ${noun}`, `have no adequate ${noun}`],
  };
}

/** Returns the phrases of a control that requires several resources: a failure does not mean that all are missing. */
export function lacks(nouns: string): Words {
  const words = [`lacks ${nouns}`, `lack ${nouns}`] as const;
  return { none: words, flawed: words };
}
