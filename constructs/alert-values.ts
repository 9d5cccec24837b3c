/*
 * The closed lists of values in alerts and budgets. This file does not load the engine, because the check of a fleet
 * reads it.
 */
import type { TimeGrain } from "../src/engine/arm/types/budget.ts";

/** Levels of events in the activity log. */
export const EVENT_LEVELS = ["Critical", "Error", "Warning", "Informational", "Verbose"] as const;
/** A level of events in the activity log. */
export type EventLevel = (typeof EVENT_LEVELS)[number];

/**
 * Kinds of Service Health events: service issue, planned maintenance, the two kinds of health advisory, and
 * security advisory.
 */
export const SERVICE_HEALTH_EVENTS = [
  "Incident",
  "Maintenance",
  "Informational",
  "ActionRequired",
  "Security",
] as const;
/** A kind of Service Health event. */
export type ServiceHealthEvent = (typeof SERVICE_HEALTH_EVENTS)[number];

/** Health states of a resource. */
export const RESOURCE_HEALTH = ["Available", "Degraded", "Unavailable", "Unknown"] as const;
/** A health state of a resource. */
export type ResourceHealth = (typeof RESOURCE_HEALTH)[number];

/** Causes of a change of a resource's health. */
export const RESOURCE_HEALTH_CAUSES = ["PlatformInitiated", "UserInitiated", "Unknown"] as const;
/** The cause of a change of a resource's health: the platform, or a user. */
export type ResourceHealthCause = (typeof RESOURCE_HEALTH_CAUSES)[number];

/** The periods of a budget. */
export const TIME_GRAINS = [
  "Monthly",
  "Quarterly",
  "Annually",
  "BillingMonth",
  "BillingQuarter",
  "BillingAnnual",
] as const satisfies readonly TimeGrain[];

/** The dimensions of cost that a budget can be filtered by. Source: azurerm 4.55.0 `azurerm_consumption_budget_subscription`. */
export const BUDGET_DIMENSIONS = [
  "ChargeType",
  "Frequency",
  "InvoiceId",
  "Meter",
  "MeterCategory",
  "MeterSubCategory",
  "PartNumber",
  "PricingModel",
  "Product",
  "ProductOrderId",
  "ProductOrderName",
  "PublisherType",
  "ReservationId",
  "ReservationName",
  "ResourceGroupName",
  "ResourceGuid",
  "ResourceId",
  "ResourceLocation",
  "ResourceType",
  "ServiceFamily",
  "ServiceName",
  "SubscriptionID",
  "SubscriptionName",
  "UnitOfMeasure",
] as const;
/** A dimension of cost. */
export type BudgetDimension = (typeof BUDGET_DIMENSIONS)[number];
