/** The schema's name in every findings file. */
export const FINDINGS_SCHEMA = "csp-baseline/findings/v1";
