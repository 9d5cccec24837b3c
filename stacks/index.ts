export { Adoption, type AdoptionProps } from "./adoption.ts";
export { Move, type MoveProps } from "./move.ts";
export { SubscriptionStack, type SubscriptionStackProps } from "./subscription-stack.ts";
export { TenantStack, type TenantStackProps } from "./tenant-stack.ts";
