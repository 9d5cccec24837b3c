import { expect, test } from "vitest";
import { azureFailure } from "../../src/azure/failure.ts";

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test("a missing credential results in one line with the fix, for any chain", () => {
  const chain =
    "ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential";
  for (const name of ["CredentialUnavailableError", "AggregateAuthenticationError"]) {
    expect(azureFailure(named(name, chain)).message).toBe(
      "not signed in: run az login, or set ARM_CLIENT_ID and its credential",
    );
  }
});

test("reports a refusal by Entra with its code", () => {
  const refused = azureFailure(
    named("AuthenticationError", "AADSTS7000222: The secret has expired. Trace ID: 1"),
  );
  expect(refused.message).toContain("signing in failed: AADSTS7000222");
  expect(refused.message).toContain("the credential has expired");
  expect(refused.message).not.toContain("Trace ID");
});
