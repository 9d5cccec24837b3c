/** The only configuration file of a stack; Terraform would merge any other file in its folder. */
const STACK_FILE = "cdk.tf.json";

/**
 * Returns whether Terraform or OpenTofu would read a file of this name in the stack's folder, as configuration, values
 * of variables or settings. Ignores case, as some file systems do.
 *
 * Source: https://developer.hashicorp.com/terraform/language/files, https://opentofu.org/docs/language/files/
 */
export function isBesideStack(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === STACK_FILE) return name !== STACK_FILE;
  return (
    /\.(tf|tofu)(\.json)?$/.test(lower) ||
    /(^terraform|\.auto)\.tfvars(\.json)?$/.test(lower) ||
    /^\.?(terraform|tofu)rc$|^(terraform|tofu)\.rc$/.test(lower)
  );
}
