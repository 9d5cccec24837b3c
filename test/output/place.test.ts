import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { relativeFile, relativeUri } from "../../src/output/place.ts";
import { smallFleet } from "../support/review.ts";

const fleet = smallFleet();
const folder = join(fleet.partner.locate(["partner"]).file, "..");
const at = (file: string) => ({ file, line: 1, column: 1 });

describe("a place in the fleet", () => {
  test("keeps a relative path", () => {
    expect(relativeFile(at("fleet/customers/contoso.yaml"), fleet)).toBe("fleet/customers/contoso.yaml");
    expect(relativeFile(at("./fleet/partner.yaml"), fleet)).toBe("fleet/partner.yaml");
    expect(relativeFile(at("fleet\\partner.yaml"), fleet)).toBe("fleet/partner.yaml");
  });

  test("begins with the fleet's own folder outside of the working directory", () => {
    const name = folder.split("/").at(-1);
    expect(relativeFile(at(`${folder}/customers/contoso.yaml`), fleet)).toBe(
      `${name}/customers/contoso.yaml`,
    );
    for (const file of ["/etc/secret/x.yaml", "../../secret/x.yaml", "C:\\Users\\me\\x.yaml"]) {
      expect(relativeFile(at(file), fleet)).toBe(`${name}/x.yaml`);
    }
  });

  test("is a percent-encoded URI", () => {
    expect(relativeUri(at("fleet/customers/é #1 %?.yaml"), fleet)).toBe(
      "fleet/customers/%C3%A9%20%231%20%25%3F.yaml",
    );
  });
});
