import { z } from "zod";
import {
  ACCESS_CONTROL_IDS,
  type AccessControlId,
  DEFAULT_ACTIVATION_MINUTES,
  ELIGIBLE_ROLES,
} from "./access.ts";
import { unique } from "./azure-values.ts";
import { ClientId, DisplayName, ObjectId } from "./scalars.ts";

const DelegatedTo = z
  .strictObject({
    objectId: ObjectId,
    name: DisplayName.meta({
      description: "The name that the customer sees.",
      examples: ["Fabrikam baseline deployers"],
    }).exactOptional(),
  })
  .meta({ description: "A security group or enterprise application of the partner's tenant." });

const Operators = z
  .strictObject({
    objectId: ObjectId.meta({
      description: "A security group of the partner's tenant, whose members are people.",
    }),
    name: DisplayName.meta({
      description: "As the customer sees it.",
      examples: ["Fabrikam operators"],
    }).exactOptional(),
    roles: z
      .array(z.enum(ELIGIBLE_ROLES))
      .min(1, "must not be empty")
      .check(unique((role) => role))
      .meta({
        description:
          "The roles that they may activate. Left out: those of the deployer that the baseline needs.",
        examples: [["Contributor"]],
      })
      .exactOptional(),
    maxMinutes: z
      .int()
      .min(30, "must be at least 30, the least that Azure takes")
      .max(480, "must be at most 480, eight hours, the most that Azure takes")
      .meta({ description: "How long an activated role lasts at most.", default: DEFAULT_ACTIVATION_MINUTES })
      .exactOptional(),
    approvers: z
      .array(
        z
          .strictObject({
            objectId: ObjectId,
            name: DisplayName.meta({ description: "As the customer sees it." }).exactOptional(),
          })
          .meta({ description: "A user or a security group of the partner's tenant." }),
      )
      .min(1, "must not be empty")
      .max(10, "must have at most 10 approvers, the most that Azure takes")
      .check(unique(({ objectId }) => objectId, ["objectId"]))
      .meta({ description: "Who approves an activation. Left out: no approval is needed." })
      .exactOptional(),
  })
  .meta({
    description:
      "People, who get access just in time: they activate a role in Privileged Identity Management, with multifactor authentication. Permanently they only read. For `onboard`.",
  });

const accessControls = (ids: readonly [AccessControlId, ...AccessControlId[]]) =>
  z
    .array(z.enum(ids))
    .check(unique((id) => id))
    .meta({
      description:
        "What `audit` judges of this access besides: none unless it is named here. A list of the customer replaces the partner's.",
      default: [],
    })
    .exactOptional();

export const Access = z
  .discriminatedUnion("model", [
    z
      .strictObject({
        model: z
          .literal("lighthouse")
          .meta({ description: "Sign in to the partner's tenant, with delegated access." }),
        deployer: DelegatedTo.meta({
          description: "The principal that deploys. For `onboard`: customers delegate to it.",
        }).exactOptional(),
        reader: DelegatedTo.meta({
          description:
            "The principal that plans, reviews and audits. For `onboard`: customers delegate to it.",
        }).exactOptional(),
        operators: Operators.exactOptional(),
        controls: accessControls(ACCESS_CONTROL_IDS),
      })
      .refine(({ deployer, operators }) => operators?.objectId !== (deployer?.objectId ?? null), {
        message: "must be another group than the deployer, which has its roles permanently",
        path: ["operators", "objectId"],
      }),
    z.strictObject({
      model: z
        .literal("customer-app")
        .meta({ description: "Sign in to the customer's tenant, with an application registered there." }),
      clientId: ClientId.exactOptional(),
      readerClientId: ClientId.meta({
        description: "A second application, which plans, reviews and audits. For `onboard`.",
      }).exactOptional(),
      controls: accessControls(["aobo-owner"]),
    }),
  ])
  .meta({
    id: "Access",
    title: "Access",
    description: "Where Terraform signs in: lighthouse or customer-app.",
  });
/** How the partner reaches the subscriptions of a customer. */
export type Access = z.infer<typeof Access>;
