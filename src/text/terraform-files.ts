/** The one configuration of a stack; all else that Terraform would read beside it is somebody's addition. */
const STACK_FILE = "cdk.tf.json";

/**
 * Whether Terraform or OpenTofu would take a file of this name for configuration, values of variables or settings of its
 * own, beside a stack's `cdk.tf.json`. Names count without case, as on some file systems.
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
