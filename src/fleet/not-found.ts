/** Thrown when a name matches nothing or several objects of the fleet. */
export class NotFoundError extends Error {}
