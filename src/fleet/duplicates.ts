import { type FleetDocument, problemIn } from "./document.ts";
import { quote } from "./echo.ts";
import type { Path } from "./path.ts";
import { formatPosition } from "./position.ts";
import type { Problem } from "./problem.ts";
import { foldName } from "./scalars.ts";
import type { CustomerFile } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

interface Place {
  readonly file: YamlFile;
  readonly path: Path;
}

/**
 * Returns the ids and names that several customers or subscriptions use although they must be unique. The later one is
 * reported.
 */
export function findDuplicates(documents: readonly FleetDocument<CustomerFile>[]): {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const customers = new Map<string, Place>();
  const tenants = new Map<string, Place>();
  const ids = new Map<string, Place>();

  for (const { file, content } of documents) {
    const names = new Map<string, Place>();
    const claim = (
      list: Problem[],
      claims: Map<string, Place>,
      key: string,
      path: Path,
      what: () => string,
    ): void => {
      const first = claims.get(key);
      if (first === undefined) claims.set(key, { file, path });
      else {
        const where = formatPosition(first.file.locate(first.path));
        list.push(problemIn(file, { path, message: `${what()} is also at ${where}` }));
      }
    };
    claim(problems, customers, content.customer, ["customer"], () => `the customer ${content.customer}`);
    claim(warnings, tenants, content.tenantId, ["tenantId"], () => "the same tenant");
    content.subscriptions?.forEach(({ id, name }, index) => {
      claim(problems, ids, id, ["subscriptions", index, "id"], () => `the subscription ${id}`);
      const what = () => `the name ${quote(name)}, without regard to case,`;
      claim(problems, names, foldName(name), ["subscriptions", index, "name"], what);
    });
  }
  return { problems, warnings };
}
