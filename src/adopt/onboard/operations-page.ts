import { OPERATION_GROUPS, type Purpose, RESOURCE_PROVIDERS } from "./operations.ts";
import { type BuiltInRole, DELEGATION_DELETE, roleFor, rolesFor, STORAGE_KEY_OPERATOR } from "./roles.ts";

/**
 * Renders docs/access-operations.md: the operations of the baseline in a subscription, and the roles that permit them.
 */
export function operationsPage(): string {
  const blocks = [
    "# What access the baseline needs",
    "The operations of Azure RBAC that stacks, their adoption and the audit perform in a customer's subscription, and the built-in roles with the least privilege that permit them. `csp-baseline onboard CUSTOMER` requests these roles from the customer. `--verify` compares the granted permissions with this table, for the parts that a subscription has.",
    "## Roles",
    ...roleSection("deployer", "Who deploys"),
    ...roleSection("reader", "Who plans, reviews and audits"),
    "Contributor is not needed. It can replace Monitoring Policy Contributor if a customer does not want to grant that role: Monitoring Contributor cannot create the resource group.",
    "With Lighthouse these are the least privileges, because it supports neither custom roles, nor Owner, nor roles with data actions. For an application in the customer's tenant (`customer-app`), `onboard` also writes a custom role with exactly the operations below.",
    `With Lighthouse the deployer also gets **${DELEGATION_DELETE.name}** (\`${DELEGATION_DELETE.id}\`), ${DELEGATION_DELETE.why}.`,
    "It is not documented whether Azure accepts budgets and cost anomaly alerts through Lighthouse: test it with one subscription first.",
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
    `Stacks register no resource provider. Before the first deployment, register these in each subscription: ${codes(RESOURCE_PROVIDERS, ", ")}; the deployer's roles permit it.`,
  ];
  return `<!-- Generated from src/adopt/onboard/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function roleSection(purpose: Purpose, title: string): string[] {
  const roles = rolesFor(OPERATION_GROUPS, purpose);
  return [`### ${title}: \`${purpose}\``, roles.map(roleLine).join("\n")];
}

function roleLine({ beyond, id, name, source, why }: BuiltInRole): string {
  const more = beyond === undefined ? "" : ` It ${beyond}.`;
  const some = id === STORAGE_KEY_OPERATOR.id ? " Requested only in that case." : "";
  return `- **[${name}](${source})** (\`${id}\`), ${why}.${more}${some}`;
}

function codes(texts: readonly string[], between = "<br>"): string {
  return texts.length === 0 ? "-" : texts.map((text) => `\`${text}\``).join(between);
}
