/** A line of a list of facts; empty values are left out. */
export type Fact = readonly [name: string, value: string | undefined];
