import { OPERATION_GROUPS, type Purpose, RESOURCE_PROVIDERS } from "./operations.ts";
import { type BuiltInRole, DELEGATION_DELETE, roleFor, rolesFor, STORAGE_KEY_OPERATOR } from "./roles.ts";

/** docs/access-operations.md: what the baseline does in a subscription, and the roles that allow it. */
export function operationsPage(): string {
  const blocks = [
    "# What access the baseline needs",
    "Everything that stacks, their adoption and the audit do in a customer's subscription, as operations of Azure's access control, and the fewest of Azure's own roles that allow it. `csp-baseline onboard CUSTOMER` asks the customer for them; `--verify` holds what is really permitted against this table, for those parts that a subscription has.",
    "## Roles",
    ...roleSection("deployer", "Who deploys"),
    ...roleSection("reader", "Who plans, reviews and audits"),
    "Contributor is not needed. It would be, in place of Monitoring Policy Contributor, only where a customer does not want to give that role: Monitoring Contributor may not make the resource group.",
    "With Lighthouse nothing less is possible: it takes neither custom roles, nor Owner, nor roles with data actions. With the customer's own application (`customer-app`) it is: `onboard` also writes a custom role with exactly the operations below.",
    `With Lighthouse the deployer also gets **${DELEGATION_DELETE.name}** (\`${DELEGATION_DELETE.id}\`), ${DELEGATION_DELETE.why}.`,
    "Whether Azure takes budgets and cost anomaly alerts that are written through Lighthouse is documented nowhere: try it with one subscription first.",
    "## Operations",
    [
      "| part | needed by | to plan and audit | to deploy besides | role of the deployer |",
      "|---|---|---|---|---|",
      ...OPERATION_GROUPS.map(({ neededBy, reads, title, writes }) => {
        const deciding = writes.length === 0 ? reads : writes;
        const roles = new Set(deciding.map((one) => roleFor(one, "deployer")?.name ?? "none"));
        return `| ${title} | ${neededBy} | ${codes(reads)} | ${codes(writes)} | ${[...roles].join(", ")} |`;
      }),
    ].join("\n"),
    `Stacks register no resource provider. Before the first deployment these are to be registered in each subscription: ${codes(RESOURCE_PROVIDERS, ", ")}; the deployer's roles allow that too.`,
  ];
  return `<!-- Generated from src/adopt/onboard/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function roleSection(purpose: Purpose, title: string): string[] {
  const roles = rolesFor(OPERATION_GROUPS, purpose);
  return [`### ${title}: \`${purpose}\``, roles.map(roleLine).join("\n")];
}

function roleLine({ beyond, id, name, source, why }: BuiltInRole): string {
  const more = beyond === undefined ? "" : ` It ${beyond}.`;
  const some = id === STORAGE_KEY_OPERATOR.id ? " Asked for only where that is so." : "";
  return `- **[${name}](${source})** (\`${id}\`), ${why}.${more}${some}`;
}

function codes(texts: readonly string[], between = "<br>"): string {
  return texts.length === 0 ? "-" : texts.map((text) => `\`${text}\``).join(between);
}
