import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { startEffort } from "../support/effort.ts";
import { TODAY } from "../support/fleet.ts";
import { CUSTOMER, folderWith, loaded, PARTNER, problemsOf } from "./fleet-folder.ts";

/** Returns a folder's problems, without the folder's name. */
function problemsIn(folder: string): string[] {
  const result = loadFleet(folder, { today: TODAY });
  return result.ok
    ? []
    : result.problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

const fleet = () => folderWith({ "partner.yaml": PARTNER, "customers/contoso.yaml": CUSTOMER });

describe("the folder", () => {
  test("that is missing is rejected with the name that the user gave", () => {
    const result = loadFleet("no/such/fleet", { today: TODAY });
    expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([
      "no/such/fleet: the folder is missing. Run the command beside fleet/, or name the folder with --fleet or CSP_BASELINE_FLEET.",
    ]);
  });

  test("that is a file is refused", () => {
    const folder = folderWith({ fleet: "" });
    expect(problemsIn(join(folder, "fleet"))[0]).toContain("this is not a folder");
  });

  test("without partner.yaml is refused, and its customers are still checked", () => {
    const folder = folderWith({ "customers/a.yaml": "customer: A b\n" });
    expect(problemsIn(folder)).toEqual([
      'customers/a.yaml:1:1 customer: must be made of lower-case letters and digits, with single hyphens between them (found "A b"). Did you mean "a-b"?',
      "customers/a.yaml:1:1 displayName: is required",
      "customers/a.yaml:1:1 tenantId: is required",
      "partner.yaml:1:1: the file is missing. It names the partner and the baseline.",
    ]);
  });

  test("with partner.yml instead gives a hint to rename it", () => {
    expect(problemsIn(folderWith({ "partner.yml": PARTNER }))).toEqual([
      "partner.yaml:1:1: the file is missing. Rename partner.yml to it.",
    ]);
  });

  test("without customers/ is refused", () => {
    const folder = fleet();
    rmSync(join(folder, "customers"), { recursive: true });
    expect(problemsIn(folder)).toEqual([
      "customers:1:1: the folder is missing. It holds a file for each customer.",
    ]);
  });

  test("whose customers is a file is refused", () => {
    const folder = fleet();
    rmSync(join(folder, "customers"), { recursive: true });
    writeFileSync(join(folder, "customers"), "");
    expect(problemsIn(folder)[0]).toBe(
      "customers:1:1: this is not a folder. It holds a file for each customer.",
    );
  });

  test("without any customer is loaded with a warning", () => {
    const folder = folderWith({ "partner.yaml": PARTNER, "customers/.gitkeep": "" });
    const result = loadFleet(folder, { today: TODAY });
    expect(result.ok && result.warnings.map(({ message }) => message)).toEqual([
      "there are no customers: nothing is managed",
    ]);
  });

  test("outside the working directory is named as given", () => {
    const folder = relative(process.cwd(), fleet());
    const result = loadFleet(folder, { today: TODAY });
    expect(result.ok && result.fleet.subscriptions[0]?.position().file).toBe(
      `${folder}/customers/contoso.yaml`,
    );
  });

  test("in the working directory is named relative to it, in any notation", () => {
    for (const folder of ["fleet", "./fleet/", join(process.cwd(), "fleet")]) {
      const result = loadFleet(folder, { today: TODAY });
      expect(result.ok && result.fleet.partner.locate(["partner"]).file).toBe("fleet/partner.yaml");
    }
  });
});

describe("the files", () => {
  test("are read from customers/*.yaml and *.yml; editors' and other files are ignored", () => {
    const other = CUSTOMER.replace("contoso", "fabrikam")
      .replace("22222222", "33333333")
      .replace("000000000001", "000000000002");
    const { fleet: loadedFleet, warnings } = loaded({
      "customers/other.yml": other,
      "customers/README.md": "#",
      "customers/.contoso.yaml.swp": "\0",
      "customers/.#contoso.yaml": "x",
      "customers/contoso.yaml~": "x",
    });
    expect(loadedFleet.customers.map(({ key }) => key)).toEqual(["contoso", "fabrikam"]);
    expect(warnings).toEqual([]);
  });

  test("with similar names give a warning", () => {
    const { warnings } = loaded({
      "customers/a.json": "{}",
      "customers/b.yaml.txt": "x",
      "customers/c.YAML": "x",
      "customers/old/d.yaml": "x",
      "e.yaml": "x",
    });
    expect(warnings).toEqual([
      "customers/a.json:1:1: the file is not read. Only *.yaml and *.yml files are read.",
      "customers/b.yaml.txt:1:1: the file is not read. Only *.yaml and *.yml files are read.",
      "customers/c.YAML:1:1: the file is not read. Only *.yaml and *.yml files are read.",
      "customers/old:1:1: the folder is not read. Customers' files belong directly in customers/.",
      "e.yaml:1:1: the file is not read. Customers' files belong in customers/.",
    ]);
  });

  test("that are folders are refused", () => {
    const folder = folderWith({ "partner.yaml/x": "", "customers/contoso.yaml/x": "" });
    expect(problemsIn(folder)).toEqual([
      "customers/contoso.yaml:1:1: this is a folder, not a file",
      "partner.yaml:1:1: this is a folder, not a file",
    ]);
  });

  test("that are pipes are refused without waiting for them", () => {
    const folder = fleet();
    execFileSync("mkfifo", [join(folder, "customers", "pipe.yaml")]);
    expect(problemsIn(folder)).toEqual(["customers/pipe.yaml:1:1: this is not a regular file"]);
  });

  test("of more than 10 MB are refused at once", () => {
    const folder = fleet();
    truncateSync(join(folder, "customers/contoso.yaml"), 50 * 1024 * 1024);
    const effort = startEffort();
    expect(problemsIn(folder)).toEqual([
      "customers/contoso.yaml:1:1: the file is larger than 10 MB. Split the customer, or remove content that does not belong to the fleet.",
    ]);
    expect(effort()).toBeLessThan(50);
  });

  test("of more than one read are read whole", () => {
    const padding = `# ${"x".repeat(200_000)}\n`;
    expect(
      loaded({ "customers/contoso.yaml": padding + CUSTOMER }).fleet.subscriptions[0]?.position().line,
    ).toBe(6);
  });

  test("in UTF-16 are refused with the usual cause", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CUSTOMER, "utf16le")]);
    expect(problemsOf({ "customers/contoso.yaml": utf16 })).toEqual([
      "customers/contoso.yaml:1:1: the file is UTF-16, not UTF-8. Windows PowerShell's > and Out-File write UTF-16: save it as UTF-8 (Out-File -Encoding utf8).",
    ]);
  });

  test("that are not UTF-8 are rejected at the first invalid byte", () => {
    const latin1 = Buffer.from(CUSTOMER.replace("Contoso Ltd", "Contoso Société"), "latin1");
    expect(problemsOf({ "customers/contoso.yaml": latin1 })).toEqual([
      "customers/contoso.yaml:2:26: the file is not UTF-8. Save it as UTF-8.",
    ]);
  });

  test("may begin with a byte order mark, which does not shift columns", () => {
    const { fleet: loadedFleet } = loaded({ "customers/contoso.yaml": `\ufeff${CUSTOMER}` });
    expect(loadedFleet.customers[0]?.position()).toMatchObject({ line: 1, column: 1 });
  });
});

describe("symbolic links", () => {
  test("that stay in the fleet are followed", () => {
    const folder = folderWith({ "partner.yaml": PARTNER, "common/contoso.yaml": CUSTOMER });
    symlinkSync("../common/contoso.yaml", join(folder, "customers", "contoso.yaml"));
    expect(problemsIn(folder)).toEqual([]);
  });

  test("to the fleet folder itself are followed", () => {
    const folder = fleet();
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    try {
      expect(problemsIn(link)).toEqual([]);
    } finally {
      rmSync(link);
    }
  });

  test("that leave the fleet are rejected, for a file and for the folder", () => {
    const outside = folderWith({ "customers/contoso.yaml": CUSTOMER });
    const folder = folderWith({ "partner.yaml": PARTNER });
    symlinkSync(join(outside, "customers/contoso.yaml"), join(folder, "customers", "contoso.yaml"));
    expect(problemsIn(folder)).toEqual([
      "customers/contoso.yaml:1:1: the link leads outside the fleet folder",
    ]);

    rmSync(join(folder, "customers"), { recursive: true });
    symlinkSync(join(outside, "customers"), join(folder, "customers"));
    expect(problemsIn(folder)).toEqual([
      "customers:1:1: the link leads outside the fleet folder. It holds a file for each customer.",
    ]);
  });

  test("without a target, or to a folder, are rejected", () => {
    const folder = fleet();
    mkdirSync(join(folder, "other"));
    symlinkSync("nowhere.yaml", join(folder, "customers", "a.yaml"));
    symlinkSync("../other", join(folder, "customers", "b.yaml"));
    expect(problemsIn(folder)).toEqual([
      "customers/a.yaml:1:1: the link's target is missing",
      "customers/b.yaml:1:1: this is a folder, not a file",
    ]);
  });
});
