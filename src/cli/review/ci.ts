import { isAbsolute, relative, resolve } from "node:path";
import type { Position } from "../../fleet/index.ts";
import type { Console } from "../console.ts";

/** The pipeline's data for the review. */
export interface Pipeline {
  /** The page of the run. */
  readonly runUrl?: string;
  /** Returns the page of a line of the fleet at the commit that is reviewed; undefined outside of the repository. */
  readonly sourceUrl?: (position: Position) => string | undefined;
  /** The format of a comment on a pull request. */
  readonly comment: "github" | "azure-devops";
}

/**
 * Reads the variables of GitHub Actions and of Azure Pipelines.
 * Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables
 *
 * @param folder the working directory, from which the fleet's files are named
 */
export function pipelineOf(env: Console["env"], folder: string): Pipeline {
  return githubActions(env, folder) ?? azurePipelines(env, folder) ?? { comment: "github" };
}

function githubActions(env: Console["env"], folder: string): Pipeline | undefined {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL, GITHUB_SHA, GITHUB_WORKSPACE } = env;
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY) return undefined;
  const repository = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  return {
    comment: "github",
    ...(GITHUB_RUN_ID ? { runUrl: `${repository}/actions/runs/${GITHUB_RUN_ID}` } : {}),
    ...lines(folder, GITHUB_WORKSPACE, GITHUB_SHA, blobPage(repository)),
  };
}

function azurePipelines(env: Console["env"], folder: string): Pipeline | undefined {
  const { BUILD_BUILDID, BUILD_REPOSITORY_PROVIDER, BUILD_REPOSITORY_URI, BUILD_SOURCESDIRECTORY } = env;
  const { BUILD_SOURCEVERSION, SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT } = env;
  if (!SYSTEM_COLLECTIONURI || !SYSTEM_TEAMPROJECT) return undefined;
  const project = `${SYSTEM_COLLECTIONURI.replace(/\/$/, "")}/${encodeURIComponent(SYSTEM_TEAMPROJECT)}`;
  // An address of Azure Repos may contain the name of a user: https://fabrikam@dev.azure.com/...
  const repository = BUILD_REPOSITORY_URI?.replace(/^(https?:\/\/)[^/@]*@/, "$1").replace(
    /(?:\.git)?\/?$/,
    "",
  );
  const onGitHub = BUILD_REPOSITORY_PROVIDER === "GitHub" || BUILD_REPOSITORY_PROVIDER === "GitHubEnterprise";
  const page = repository === undefined ? undefined : (onGitHub ? blobPage : reposPage)(repository);
  return {
    comment: onGitHub ? "github" : "azure-devops",
    ...(BUILD_BUILDID
      ? { runUrl: `${project}/_build/results?buildId=${encodeURIComponent(BUILD_BUILDID)}` }
      : {}),
    ...(page === undefined || (!onGitHub && BUILD_REPOSITORY_PROVIDER !== "TfsGit")
      ? {}
      : lines(folder, BUILD_SOURCESDIRECTORY, BUILD_SOURCEVERSION, page)),
  };
}

/** Formats the page of a line. The path begins without a slash and is encoded. */
type Page = (path: string, commit: string, line: number) => string;

const blobPage =
  (repository: string): Page =>
  (path, commit, line) =>
    `${repository}/blob/${commit}/${path}#L${line}`;

const reposPage =
  (repository: string): Page =>
  (path, commit, line) =>
    `${repository}?path=/${path}&version=GC${commit}&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`;

function lines(
  folder: string,
  root: string | undefined,
  commit: string | undefined,
  page: Page,
): Pick<Pipeline, "sourceUrl"> {
  if (!root || !commit || !/^[0-9a-f]{40,64}$/i.test(commit)) return {};
  return {
    sourceUrl: ({ file, line }) => {
      const path = relative(root, resolve(folder, file)).replaceAll("\\", "/");
      if (path === "" || path.startsWith("../") || isAbsolute(path)) return undefined;
      return page(path.split("/").map(encodeURIComponent).join("/"), commit, line);
    },
  };
}
