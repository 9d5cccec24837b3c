/** A problem with a stack itself, apart from the controls. */
export interface Complaint {
  readonly message: string;
  readonly fix: string;
  readonly resource?: string;
}
