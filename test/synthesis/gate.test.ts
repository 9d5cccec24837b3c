import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type App, AzurermProvider, TerraformStack } from "#engine";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { AzapiResource } from "../../src/engine/azapi.ts";
import type { Fleet, Subscription } from "../../src/fleet/index.ts";
import { type BuildStack, synthesizeFleet } from "../../src/synthesis/index.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { CONTOSO, fleetOf, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const PROD = "00000000-0000-0000-0000-000000000001";
const SANDBOX = "00000000-0000-0000-0000-000000000002";

/** Builds the default stacks, and changes prod's. */
function tampered(tamper: (stack: SubscriptionStack, app: App) => void): BuildStack {
  return (app, subscription, fleet) => {
    const stack = new SubscriptionStack(app, { fleet, subscription });
    if (subscription.id === PROD) tamper(stack, app);
  };
}

function synthesize(build: BuildStack, fleet: Fleet = fleetOf(), outdir = temporaryFolder()) {
  const result = synthesizeFleet(fleet, { outdir, today: TODAY, build });
  const open = result.open.map(
    ({ control, subscriptionName, status }) => `${subscriptionName} ${control} ${status}`,
  );
  return { ...result, outdir, messages: result.open.map(({ message }) => message), faults: open };
}

function removed(stack: TerraformStack, id: string): void {
  stack.node.findChild("baseline").node.tryRemoveChild(id);
}

function element(stack: TerraformStack, path: string): AzapiResource {
  const found = path
    .split("/")
    .reduce((construct, id) => construct.node.findChild(id), stack.node.findChild("baseline"));
  // Every Terraform element has addOverride; tests use this class.
  return found as AzapiResource;
}

test("a fleet with the default build passes, and every subscription has its stack", () => {
  const { outdir, passed, faults, summary } = synthesize(tampered(() => {}));
  expect(faults).toEqual([]);
  expect(passed).toBe(true);
  expect(summary).toEqual({
    subscriptions: 2,
    covered: 2,
    pass: 2 * REQUIRED_CONTROLS.length,
    fail: 0,
    excepted: 0,
    unknown: 0,
  });
  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual([PROD, SANDBOX]);
});

describe("a stack that lost its baseline does not pass", () => {
  test.each([
    ["security-contact", "prod security-contact fail"],
    ["budget", "prod budget fail"],
    ["cost-anomaly", "prod cost-anomaly-alert fail"],
    ["service-health", "prod service-health-alert fail"],
    ["resource-health", "prod resource-health-alert fail"],
    ["activity", "prod activity-log-alerts fail"],
  ])("when the construct %s is removed from it", (id, expected) => {
    expect(synthesize(tampered((stack) => removed(stack, id))).faults).toContain(expected);
  });

  test("when one of its elements is overridden, and then nothing is written", () => {
    const { outdir, faults } = synthesize(
      tampered((stack) => element(stack, "security-contact/Resource").addOverride("count", 0)),
    );
    expect(faults).toContain("prod security-contact fail");
    expect(existsSync(join(outdir, "stacks"))).toBe(false);
  });

  test("when an override of the stack itself undoes it", () => {
    const override = "resource.azurerm_monitor_activity_log_alert.service_health.enabled";
    expect(synthesize(tampered((stack) => stack.addOverride(override, false))).faults).toContain(
      "prod service-health-alert fail",
    );
  });
});

describe("a stack with another purpose does not pass", () => {
  test("when its subscription is not in the fleet", () => {
    const { messages, faults } = synthesize(
      tampered((_, app) => {
        new TerraformStack(app, "99999999-9999-9999-9999-999999999999");
      }),
    );
    expect(faults).toEqual(["prod stack fail"]);
    expect(messages[0]).toBe('its stack is named "99999999-9999-9999-9999-999999999999"');
  });

  test("when it is the second one for its subscription", () => {
    class Twin extends TerraformStack {}
    const build: BuildStack = (app, subscription, fleet) => {
      const nested = new TerraformStack(app, "nest");
      new SubscriptionStack(app, { fleet, subscription });
      new Twin(nested, subscription.id);
    };
    const { messages } = synthesize(build);
    expect(messages).toContain("2 stacks are built for this subscription");
  });

  test("when no stack is built for a subscription", () => {
    const { faults } = synthesize((app, subscription, fleet) => {
      if (subscription.id !== PROD) new SubscriptionStack(app, { fleet, subscription });
    });
    expect(faults).toContain("prod stack fail");
    expect(faults).toContain("prod security-contact fail");
  });

  test("when a subscription's stack is built for its neighbor", () => {
    const { faults } = synthesize((app, _, fleet) => {
      for (const subscription of fleet.subscriptions.slice(0, 1))
        new SubscriptionStack(app, { fleet, subscription });
    });
    expect(faults).toContain("sandbox stack fail");
  });

  test("when its provider takes the subscription from the environment", () => {
    const forget = (stack: TerraformStack) => {
      stack.node.tryRemoveChild("azurerm");
      new AzurermProvider(stack, "azurerm", { features: [{}] });
    };
    const { messages } = synthesize(tampered(forget));
    expect(messages.join("\n")).toContain("provider azurerm does not say which subscription it is for");
  });

  test("when a resource of the baseline uses a provider of another subscription", () => {
    const { messages, faults } = synthesize(
      tampered((stack) => {
        new AzurermProvider(stack, "other", { features: [{}], alias: "other", subscriptionId: SANDBOX });
        element(stack, "action-group/Resource").addOverride("provider", "azurerm.other");
      }),
    );
    expect(faults).toContain("prod action-group fail");
    expect(messages.join("\n")).toContain(`is declared in another subscription, ${SANDBOX}`);
  });
});

test("a file that Terraform would merge into a stack prevents writing the fleet", () => {
  const outdir = temporaryFolder();
  mkdirSync(join(outdir, "stacks", PROD), { recursive: true });
  const file = join(outdir, "stacks", PROD, "zz_override.tf.json");
  writeFileSync(file, "{}");
  const { messages, passed, faults } = synthesize(
    tampered(() => {}),
    fleetOf(),
    outdir,
  );
  expect([passed, faults]).toEqual([false, ["prod stack fail"]]);
  expect(messages[0]).toContain(`Terraform would merge ${JSON.stringify(file)} into the stack`);
  expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
  rmSync(file);
  expect(
    synthesize(
      tampered(() => {}),
      fleetOf(),
      outdir,
    ).passed,
  ).toBe(true);
});

describe("nothing disables the gate", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("not the environment variable that makes the engine's command line continue after errors", () => {
    vi.stubEnv("CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", "true");
    const { passed, faults } = synthesize(tampered((stack) => removed(stack, "budget")));
    expect([passed, faults]).toEqual([false, ["prod budget fail"]]);
  });

  test("not skipValidation of the engine's app", () => {
    const build = tampered((stack, app) => {
      Object.defineProperty(app, "skipValidation", { value: true });
      stack.node.addValidation({ validate: () => ["is not as it should be"] });
    });
    expect(synthesize(build).messages).toEqual([`[${PROD}] is not as it should be`]);
  });

  test("not a separate app with its own stacks", () => {
    const build: BuildStack = (app, subscription, fleet) => {
      const Own = app.constructor as typeof App;
      new SubscriptionStack(new Own({ outdir: temporaryFolder() }), { fleet, subscription });
    };
    expect(synthesize(build).faults).toContain("prod stack fail");
  });
});

test("one run reports the problems of every subscription with their lines in the fleet", () => {
  const { open } = synthesize((app, subscription, fleet) => {
    const stack = new SubscriptionStack(app, { fleet, subscription });
    removed(stack, subscription.id === PROD ? "budget" : "security-contact");
  });
  expect(open.map(({ control, location }) => `${control} ${location?.line}:${location?.column}`)).toEqual([
    "budget 5:5",
    "security-contact 7:5",
  ]);
});

test("a finding about a customer's value has the position of that value", () => {
  const contoso = CONTOSO.replace(
    "name: prod",
    "name: prod\n    baseline: { securityContact: { alertSeverity: Low } }",
  );
  const weaker = (stack: SubscriptionStack) => {
    removed(stack, "security-contact");
    new AzapiResource(stack, "weaker", {
      type: "Microsoft.Security/securityContacts@2023-12-01-preview",
      name: "default",
      parentId: `/subscriptions/${PROD}`,
      body: {
        properties: {
          emails: "soc@fabrikam.example",
          isEnabled: true,
          notificationsByRole: { roles: ["Owner"], state: "On" },
          notificationsSources: [
            { sourceType: "Alert", minimalSeverity: "High" },
            { sourceType: "AttackPath", minimalRiskLevel: "High" },
          ],
        },
      },
    });
  };
  const { open } = synthesize(tampered(weaker), fleetOf({ contoso }));
  expect(open).toMatchObject([
    { control: "security-contact", status: "fail", location: { line: 7, column: 36 } },
  ]);
});

test("an error of a construct is reported for its subscription, and the others are still judged", () => {
  const { messages, faults } = synthesize((app, subscription, fleet) => {
    if (subscription.id === PROD) throw new Error("the moon is not in the right phase");
    removed(new SubscriptionStack(app, { fleet, subscription }), "budget");
  });
  expect(faults).toEqual(["prod stack fail", "sandbox budget fail"]);
  expect(messages[0]).toBe("the moon is not in the right phase");
});

test("an excepted control is not declared, and is shown as excepted", () => {
  const contoso = `${CONTOSO}exceptions:
  - control: budget
    subscriptions: [sandbox]
    reason: Costs of the sandbox are capped elsewhere
    approvedBy: bob@fabrikam.example
    expires: 2027-03-31
`;
  const seen: string[] = [];
  const fleet = fleetOf({ contoso });
  const { passed } = synthesizeFleet(fleet, {
    outdir: temporaryFolder(),
    today: TODAY,
    onSubscription: (subscription: Subscription, findings) => {
      for (const { control, status } of findings) {
        if (control === "budget") seen.push(`${subscription.name} ${status}`);
      }
    },
  });
  expect(passed).toBe(true);
  expect(seen).toEqual(["prod pass", "sandbox excepted"]);
});
