import { join } from "node:path";
import { expect, test } from "vitest";
import { pipelineOf } from "../../src/cli/review/ci.ts";

const COMMIT = "4f8b1a7c20c665f4f8b1a7c20c6650123456789a";
const ROOT = join("/", "home", "runner", "fleet");
const at = (file: string, line = 12) => ({ file, line, column: 5 });

const GITHUB = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "fabrikam/fleet",
  GITHUB_RUN_ID: "7",
  GITHUB_SHA: COMMIT,
  GITHUB_WORKSPACE: ROOT,
};
const AZURE = {
  SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
  SYSTEM_TEAMPROJECT: "Cloud Platform",
  BUILD_BUILDID: "81",
  BUILD_REPOSITORY_PROVIDER: "TfsGit",
  BUILD_REPOSITORY_URI: "https://fabrikam@dev.azure.com/fabrikam/Cloud%20Platform/_git/fleet",
  BUILD_SOURCEVERSION: COMMIT,
  BUILD_SOURCESDIRECTORY: ROOT,
};

test("links to the line of the commit on GitHub, from the working directory in the repository", () => {
  const { comment, runUrl, sourceUrl } = pipelineOf(GITHUB, join(ROOT, "clouds"));
  expect(comment).toBe("github");
  expect(runUrl).toBe("https://github.com/fabrikam/fleet/actions/runs/7");
  expect(sourceUrl?.(at("fleet/customers/contoso.yaml"))).toBe(
    `https://github.com/fabrikam/fleet/blob/${COMMIT}/clouds/fleet/customers/contoso.yaml#L12`,
  );
  expect(sourceUrl?.(at(join(ROOT, "fleet/a b#c.yaml"), 1))).toBe(
    `https://github.com/fabrikam/fleet/blob/${COMMIT}/fleet/a%20b%23c.yaml#L1`,
  );
});

test("links to the line of the commit in Azure Repos, without the user's name in the address", () => {
  const { comment, runUrl, sourceUrl } = pipelineOf(AZURE, ROOT);
  expect(comment).toBe("azure-devops");
  expect(runUrl).toBe("https://dev.azure.com/fabrikam/Cloud%20Platform/_build/results?buildId=81");
  expect(sourceUrl?.(at("fleet/customers/contoso.yaml"))).toBe(
    `https://dev.azure.com/fabrikam/Cloud%20Platform/_git/fleet?path=/fleet/customers/contoso.yaml&version=GC${COMMIT}&line=12&lineEnd=13&lineStartColumn=1&lineEndColumn=1`,
  );
});

test("a repository on GitHub that Azure Pipelines builds gets GitHub's comment and links", () => {
  const { comment, sourceUrl } = pipelineOf(
    {
      ...AZURE,
      BUILD_REPOSITORY_PROVIDER: "GitHub",
      BUILD_REPOSITORY_URI: "https://github.com/fabrikam/fleet.git",
    },
    ROOT,
  );
  expect(comment).toBe("github");
  expect(sourceUrl?.(at("fleet/partner.yaml"))).toBe(
    `https://github.com/fabrikam/fleet/blob/${COMMIT}/fleet/partner.yaml#L12`,
  );
});

test("gives no link for a file outside of the repository", () => {
  const { sourceUrl } = pipelineOf(GITHUB, ROOT);
  expect(sourceUrl?.(at("../elsewhere/partner.yaml"))).toBeUndefined();
  expect(sourceUrl?.(at(join("/", "tmp", "partner.yaml")))).toBeUndefined();
});

test.each([
  ["no commit", { ...GITHUB, GITHUB_SHA: "" }],
  ["a commit that is none", { ...GITHUB, GITHUB_SHA: "main) [x](y" }],
  ["no folder of the repository", { ...GITHUB, GITHUB_WORKSPACE: undefined }],
  ["a repository of another host", { ...AZURE, BUILD_REPOSITORY_PROVIDER: "Bitbucket" }],
])("gives no links with %s", (_, env) => {
  expect(pipelineOf(env, ROOT).sourceUrl).toBeUndefined();
});

test("outside of a pipeline there are no links, and the comment is GitHub's", () => {
  expect(pipelineOf({}, ROOT)).toEqual({ comment: "github" });
});
