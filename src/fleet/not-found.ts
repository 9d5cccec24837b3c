/** Nothing in the fleet has the name, or several have it; the message is for a person. */
export class NotFoundError extends Error {}
