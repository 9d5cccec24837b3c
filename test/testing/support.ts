import { AzurermProvider, TerraformResource, TerraformStack, Testing } from "#engine";

export function emptyStack(id = "contoso"): TerraformStack {
  return new TerraformStack(Testing.app(), id);
}

/** A stack for azurerm resources: without the provider its validations fail. */
export function azureStack(): TerraformStack {
  const stack = emptyStack();
  new AzurermProvider(stack, "azurerm", {
    features: [{}],
    subscriptionId: "00000000-0000-0000-0000-000000000001",
  });
  return stack;
}

/** A `terraform_data` resource: part of Terraform itself, so no provider has to be installed. */
export function terraformData(stack: TerraformStack, id: string, input: unknown): TerraformResource {
  const resource = new TerraformResource(stack, id, { terraformResourceType: "terraform_data" });
  resource.addOverride("input", input);
  return resource;
}

/** A failed assertion as a test runner sees it. */
export interface Failure {
  readonly message: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The failure of an assertion that must fail. */
export function failureOf(assertion: () => void): Failure {
  try {
    assertion();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      message: error.message,
      expected: Reflect.get(error, "expected"),
      actual: Reflect.get(error, "actual"),
    };
  }
  throw new Error("the assertion passed");
}
