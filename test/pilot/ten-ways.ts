import type { Change, Passing } from "./differing-azure.ts";

/** A way in which an Azure differs, and what the page of differences must have of it. */
export interface Way {
  readonly name: string;
  readonly change: Change;
  /** The kind, and a part of the row. */
  readonly expected: { readonly kind: string; readonly row: RegExp };
}

type Members = Record<string, unknown>;

/** Ten ways in which Azure may differ from the sandbox. @param delay of the slow answers, in milliseconds */
export function tenWays(delay: number): readonly Way[] {
  // Begins with the first write of a contact.
  let hidden: number | undefined;
  return [
    {
      name: "another status",
      change: altering("PUT", /\/resourceGroups\/[^/]+$/i, (passing) => {
        if (passing.status === 201) passing.status = 200;
      }),
      expected: { kind: "status", row: /PUT \/resourceGroups\/.*`200`.*`201`/i },
    },
    {
      name: "a missing member",
      change: altering("GET", /\/activityLogAlerts\/[^/]+$/i, ({ body }) => {
        delete members(body)["type"];
      }),
      expected: { kind: "missing", row: /activityLogAlerts.*`type`.*`none`/i },
    },
    {
      name: "another casing",
      change: altering("GET", /\/actionGroups\/[^/]+$/i, ({ body }) => {
        const map = members(body);
        map["id"] = String(map["id"]).replace("/resourceGroups/", "/resourcegroups/");
      }),
      expected: { kind: "casing", row: /actionGroups.*`id`.*resourcegroups.*resourceGroups/ },
    },
    {
      name: "another order",
      change: altering("GET", /\/providers\/Microsoft\.Insights\/activityLogAlerts$/i, ({ body }) => {
        const list = members(body)["value"];
        if (Array.isArray(list)) list.reverse();
      }),
      expected: { kind: "order", row: /activityLogAlerts\?.*`value`/i },
    },
    {
      name: "an added default",
      change: altering("GET", /\/scheduledActions\/[^/]+$/i, ({ body }) => {
        properties(body)["renewal"] = "Default";
      }),
      expected: { kind: "added", row: /scheduledActions.*`properties\.renewal`.*`Default`.*`none`/i },
    },
    {
      name: "slower",
      change: {
        delay: ({ method, path }) => (method === "PUT" && /\/actionGroups\//i.test(path) ? delay : 0),
      },
      expected: { kind: "slow", row: /PUT .*actionGroups.*`\d+\.\d s`/i },
    },
    {
      name: "another error code",
      change: altering("GET", /\/budgets\/[^/]+$/i, (passing) => {
        if (passing.status === 404) members(members(passing.body)["error"])["code"] = "NotFound";
      }),
      expected: { kind: "error code", row: /budgets.*`NotFound`.*`ResourceNotFound`/ },
    },
    {
      name: "eventual consistency",
      change: {
        instead: ({ method, path }) => {
          if (method === "PUT" && /\/securityContacts\/default$/i.test(path)) hidden ??= 2;
          if (method !== "GET" || !/\/securityContacts$/i.test(path) || !hidden) return undefined;
          hidden -= 1;
          return { status: 200, body: { value: [] } };
        },
      },
      expected: { kind: "late", row: /GET .*securityContacts\?.*an earlier state/i },
    },
    {
      name: "another API version's shape",
      change: altering("GET", /\/securityContacts\/default$/i, ({ body, status, version }) => {
        if (version !== "2017-08-01-preview" || status !== 200) return;
        const { email, phone } = properties(body);
        members(body)["properties"] = {
          emails: email,
          phone,
          isEnabled: true,
          notificationsSources: [],
          notificationsByRole: { state: "On", roles: ["Owner"] },
        };
      }),
      expected: {
        kind: "version",
        row: /securityContacts.*2017-08-01-preview.*the shape of 2023-12-01-preview/,
      },
    },
    {
      name: "refused budgets",
      change: {
        instead: ({ method, path }) =>
          method === "PUT" && /\/budgets\//i.test(path)
            ? {
                status: 401,
                body: {
                  error: {
                    code: "RBACAccessDenied",
                    message: "The client does not have authorization to perform action.",
                  },
                },
              }
            : undefined,
      },
      expected: { kind: "status", row: /PUT .*budgets.*`401 RBACAccessDenied`.*`201`/ },
    },
  ];
}

function altering(method: string, path: RegExp, alter: (passing: Passing) => void): Change {
  return {
    alter: (passing) => {
      if (passing.method === method && path.test(passing.path)) alter(passing);
    },
  };
}

function members(value: unknown): Members {
  return isMembers(value) ? value : {};
}

function properties(body: unknown): Members {
  return members(members(body)["properties"]);
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
