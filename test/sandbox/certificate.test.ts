import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { makeCertificate } from "../../src/sandbox/certificate.ts";

test("the certificate is signed by its own key, for this machine and 30 days", async () => {
  const { certificate, privateKey } = await makeCertificate(new Date("2026-11-30T12:00:00Z"));
  const read = new X509Certificate(certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
  expect([
    read.checkIP("127.0.0.1"),
    read.checkHost("localhost"),
    read.checkHost("management.azure.com"),
  ]).toEqual(["127.0.0.1", "localhost", undefined]);
  expect([read.ca, new Date(read.validFrom), new Date(read.validTo)]).toEqual([
    false,
    new Date("2026-11-29T12:00:00Z"),
    new Date("2026-12-30T12:00:00Z"),
  ]);
});
