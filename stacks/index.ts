export { Adoption, type AdoptionProps } from "./adoption.ts";
export { SubscriptionStack, type SubscriptionStackProps } from "./subscription-stack.ts";
export { TenantStack, type TenantStackProps } from "./tenant-stack.ts";
