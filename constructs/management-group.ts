/**
 * The id of a management group. This file does not load the engine, because the check of a fleet reads it.
 *
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftmanagement
 */
export const MANAGEMENT_GROUP = {
  max: 90,
  pattern: /^[A-Za-z0-9](?:[-\w.()]*[-\w()])?$/,
  form: "be the id of a management group: letters, digits, hyphens, underscores, periods and parentheses, beginning with a letter or digit, without a period at the end",
} as const;
