/** Something wrong with a stack as such. */
export interface Complaint {
  readonly message: string;
  readonly fix: string;
  readonly resource?: string;
}
