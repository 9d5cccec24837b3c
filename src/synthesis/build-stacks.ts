import { App, disableCreationStacks, TerraformStack } from "#engine";
import { SubscriptionStack, TenantStack } from "../../stacks/index.ts";
import { idsOf, namesOf, type TextNames } from "../controls/shape.ts";
import { type RenderedStack, renderStack } from "../engine/render.ts";
import { forgettingTokens } from "../engine/token-scope.ts";
import type { Fleet, Subscription, Tenant } from "../fleet/index.ts";
import { messageOf } from "../text/error-message.ts";
import type { BuildResult } from "./gate.ts";
import { stableJson } from "./stable-json.ts";

/**
 * Builds the stack of one subscription in the given app: exactly one, with the subscription's id as its own. The app is
 * new for each subscription, so nothing built for one can refer to another. No object of the engine may be kept from
 * one call to the next. The stack must depend only on the subscription and the partner: it is not built again while
 * these and the code stay the same.
 */
export type BuildStack = (app: App, subscription: Subscription, fleet: Fleet) => void;

export const defaultBuild: BuildStack = (app, subscription, fleet) => {
  new SubscriptionStack(app, { fleet, subscription });
};

export interface BuiltStack extends RenderedStack {
  readonly id: string;
  readonly text: string;
  readonly names: TextNames;
  /** The construct's path in its app. */
  readonly path: string;
}

/**
 * Builds all stacks of the builder. An error of the builder is reported for the subscription.
 * @param outdir an existing folder that the engine uses as its output folder
 */
export function buildStacks(
  outdir: string,
  build: BuildStack,
  subscription: Subscription,
  fleet: Fleet,
): BuildResult<BuiltStack> {
  return buildApp(outdir, subscription, (app) => build(app, subscription, fleet));
}

/** Builds the stacks of a tenant, which only this project defines; otherwise like {@link buildStacks}. */
export function buildTenantStacks(outdir: string, tenant: Tenant, fleet: Fleet): BuildResult<BuiltStack> {
  return buildApp(outdir, tenant.subscription, (app) => new TenantStack(app, { fleet, tenant }));
}

function buildApp(
  outdir: string,
  subscription: Subscription,
  build: (app: App) => void,
): BuildResult<BuiltStack> {
  disableCreationStacks();
  try {
    return forgettingTokens(() => {
      const app = new App({ outdir, stackTraces: false });
      app.synth = () => {
        throw new Error(
          "it calls app.synth(): fleetApp writes the stacks itself after all of them are judged. Remove the call",
        );
      };
      build(app);
      const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
      return { stacks: stacks.map((stack) => render(stack, subscription)) };
    });
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

function render(stack: TerraformStack, subscription: Subscription): BuiltStack {
  const rendered = renderStack(stack);
  const text = stableJson(rendered.json);
  const names = namesOf(text, idsOf(subscription));
  return { id: stack.node.id, path: stack.node.path, text, names, ...rendered };
}
