import type { Answers } from "./answers.ts";
import { tokenVariable } from "./pipelines.ts";

/** Renders `README.md` of the new repository. */
export function readme(answers: Answers, vendored: string | undefined): string {
  const parts = [intro(answers), customers(answers), rollingOut(answers)];
  if (answers.ci === "github") parts.push(github(answers));
  if (answers.ci === "azure-pipelines") parts.push(azurePipelines(answers));
  if (answers.ci !== "none") parts.push(...stateOfPipelines(answers));
  parts.push(upgrading(vendored));
  return parts.join("\n");
}

const plain = (text: string) => text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");

const intro = ({ partner }: Answers) => `# Azure baseline of ${plain(partner)}'s customers

\`npm start\` checks the fleet, writes the stacks to \`cdktf.out\`, and stops: nothing is deployed. (In the repository of csp-baseline
itself it also deploys an example into a sandbox of Azure, as \`csp-baseline try\` does here.)

Every Azure subscription that we manage has a security contact, a budget and alerts. \`fleet/\` lists the subscriptions
and the recipients. The npm package csp-baseline synthesizes a Terraform stack for each, and writes no stack while one
of them lacks its baseline.

    npm ci && npm start                  # checks the fleet, writes cdktf.out
    npm cit                              # installs and tests

Node 20.19 or newer. \`csp-baseline\` below is the command:

    alias csp-baseline="npx csp-baseline"

If \`main.ts\` adds constructs or controls of your own, use \`npm run --silent csp-baseline --\` instead: it runs the command
through \`main.ts\`.

\`csp-baseline --help\` lists its verbs, and \`node_modules/csp-baseline/README.md\` explains them.
`;

const customers = ({ customer }: Answers) => `## Customers

One file each in \`fleet/customers/\`, such as \`${customer}.yaml\`. Differences from \`fleet/partner.yaml\` are under
\`baseline:\`, for the customer or one subscription. After a change:

    csp-baseline check

Editors with the YAML language server validate these files.
`;

const rollingOut = ({ access, backend }: Answers) => `## Rolling out

Terraform 1.7 or newer. Sign in with \`az login\`, in ${access === "lighthouse" ? "our own tenant" : "the customer's tenant"}.

    npm start
    csp-baseline plan
    csp-baseline review --plans plans
    csp-baseline deploy --wave canary
    csp-baseline deploy --resume

${
  backend === "local"
    ? "States are kept in `tfstate/` on this machine, which is only for trials. Before a second person deploys, set\n`backend` in `fleet/partner.yaml` to the type `azurerm` or `cloud`."
    : "`backend` in `fleet/partner.yaml` stores the states; an identity that plans or deploys needs access to it."
}

To plan, review, deploy, audit and repair without an account, against a sandbox of Azure on this machine (Linux):

    csp-baseline try
`;

/** Returns the access to the states that an identity needs besides its roles on the subscriptions. */
const stateRole = ({ backend }: Answers, role: "Contributor" | "Reader") =>
  backend === "azurerm" ? `, and Storage Blob Data ${role} on the container of the states` : "";

const github = (answers: Answers) => `## Reviewing pull requests

\`ci.yml\` runs the tests. \`plan-review.yml\` plans the changes of a pull request and comments on their effect on the
baseline. Set up once:

1. Register an app in Entra for reading; give its group Reader on the subscriptions${stateRole(answers, "Reader")}.
2. Add a federated credential to it for this repository, entity type "Pull request".
3. Set the repository variable \`CSP_BASELINE_READER_CLIENT_ID\` to its client id.
4. Require the status \`csp-baseline\` in the branch protection.

## Deploying

\`deploy.yml\` plans the changes of a merge, shows the plans, and applies them after an approval: a few canaries first, then the
rest. Set up once:

1. Register an app in Entra for deploying; give it what \`csp-baseline onboard ${answers.customer}\` prints${stateRole(answers, "Contributor")}.
2. Add a federated credential to it, entity type "Environment", \`production\`.
3. Make the environment \`production\`: with required reviewers, and for the branch \`main\` only.
4. Set the repository variable \`CSP_BASELINE_DEPLOYER_CLIENT_ID\` to its client id.

## Auditing Azure

\`nightly-audit.yml\` audits Azure every night and keeps one issue up to date. It uses the same app; add a federated
credential for the branch \`main\`, which \`deploy.yml\` plans with too.

## Repairing drift

\`nightly-enforce.yml\` finds drift from the deployed state every night, applies safe plans, and lists the repairs and the
waiting plans in one issue. It proposes new subscriptions in one pull request. Set up once:

1. Make the environment \`enforcement\` for the branch \`main\` only, and add a federated credential for it to the deployer's app.
   With required reviewers, a person decides every night.
2. Allow GitHub Actions to create pull requests (Settings > Actions > General).
3. To receive new findings in Teams or elsewhere, store the address of a webhook as the secret \`CSP_BASELINE_WEBHOOK\`.
`;

const azurePipelines = (answers: Answers) => `## Reviewing pull requests

\`azure-pipelines/ci.yml\` runs the tests. \`plan-review.yml\` plans the changes of a pull request and comments on their
effect on the baseline. Set up once:

1. Make a service connection \`csp-baseline-reader\` with workload identity federation; give its identity Reader on the
   subscriptions${stateRole(answers, "Reader")}.
2. Make a pipeline of each file in \`azure-pipelines/\`, and a build validation policy on \`main\` for \`ci.yml\` and
   \`plan-review.yml\`.
3. Allow the build service to contribute to pull requests, and to edit work items.

## Deploying

\`deploy.yml\` plans the changes of a merge, shows the plans, and applies them after an approval: a few canaries first, then the
rest. Set up once:

1. Make a service connection \`csp-baseline-deployer\` with workload identity federation, for the pipeline of \`deploy.yml\` only
   and with the branch control \`main\`; give its identity what \`csp-baseline onboard ${answers.customer}\` prints${stateRole(answers, "Contributor")}.
2. Make the environment \`production\`, with an approval and the branch control \`main\`.

## Auditing Azure

\`nightly-audit.yml\` audits Azure every night and keeps one work item up to date.

## Repairing drift

\`nightly-enforce.yml\` finds drift from the deployed state every night, applies safe plans, and lists the repairs and the
waiting plans in one work item. It proposes new subscriptions in one pull request. Set up once:

1. Make the environment \`enforcement\` with the branch control \`main\`, and allow its pipeline the service connection
   \`csp-baseline-deployer\`. With an approval, a person decides every night.
2. Allow the build service to create branches, to force push to its own, and to contribute to pull requests.
3. To receive new findings in Teams or elsewhere, store the address of a webhook as the secret variable \`WEBHOOK\`.
`;

/** Returns the access of a pipeline's plans to the states. */
function stateOfPipelines({ backend, ci, stateHostname }: Answers): string[] {
  if (backend === "local") return [LOCAL_STATE];
  if (backend !== "cloud") return [];
  const variable = tokenVariable(stateHostname);
  const place =
    ci === "github"
      ? "a repository secret"
      : "a secret variable of the pipelines `plan-review.yml`, `deploy.yml` and `nightly-enforce.yml`";
  return [
    `## Token of HCP Terraform

Plans and deployments reach the states with an API token for the workspaces. Store it as ${place} with the name
\`${variable}\`.
`,
  ];
}

const LOCAL_STATE = `## States of the pipelines

With the backend \`local\` a pipeline sees no state: its plans show every resource as new. Give \`fleet/partner.yaml\` a
\`backend\` of type \`azurerm\` or \`cloud\` before you use \`plan-review.yml\` and \`deploy.yml\`.
`;

const upgrading = (vendored: string | undefined) => `## Upgrading

    npm install ${vendored === undefined ? "csp-baseline@latest" : "./vendor/csp-baseline-VERSION.tgz"}
    npm run schema                       # the new version's JSON Schemas, for editors
    npm test

Review the plans of an upgrade like those of any other change.
${vendored === undefined ? "" : vendoredText(vendored)}`;

const vendoredText = (tarball: string) => `
csp-baseline was not installed from a registry when this repository was created: \`${tarball}\` is the package. It is
committed.
`;
