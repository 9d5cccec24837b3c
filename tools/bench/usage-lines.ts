/**
 * Measures `csp-baseline budgets` with many lines of daily-rated usage, gzipped, against its floor: reading,
 * decompressing
 * and splitting the same lines with the same library. Run it after `npm run build` as
 * `node dist/tools/bench/usage-lines.js [lines]`; 10 million lines need some 500 MB of disk and some minutes. Ends with
 * 1 above the bounds of memory or time.
 */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";
import { measure } from "./measure.ts";

const COLUMNS =
  "PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage,CreditPercentage,CreditType";
const SUBSCRIPTIONS = 500;
const PIECE = 1 << 20;
/** Whatever the number of lines. */
const MOST_MEGABYTES = 200;
/** Of the floor's time. */
const MOST_RATIO = 1.5;

/** January to September 2026. */
const DAYS = Array.from({ length: 273 }, (_, day) =>
  new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
);

/** Returns a line of nine months of usage: every subscription has lines on each day. */
function lineOf(index: number): string {
  const id = subscriptionId(index % SUBSCRIPTIONS);
  const date = `${DAYS[Math.floor(index / SUBSCRIPTIONS) % DAYS.length]}T00:00:00Z`;
  return `0e195b37-4574-4539-bc42-0e539b9684c0,Fabrikam,196e2273-9651-43a3-ba7e-7cbcd918fc40,"Contoso, Ltd",contoso.onmicrosoft.com,US,12345,,G002297372,DZH318Z0BNZ5,006G,DZH318Z08B80,Tables,Tables,Microsoft,11111111,Azure plan,c0ffee00-0000-0000-0000-000000000000,2026-09-01T00:00:00Z,2026-09-30T00:00:00Z,${date},1 GB,Storage,b59d42d3-0000,Tables,LRS Data,US East,1 GB/Month,EastUS,Microsoft.Storage,rg-${index % 100},/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/s${index % 1000},new,0.045,${index % 97}.5,1 GB/Month,0.1,USD,0.1,USD,,,"{""env"": ""prod"", ""owner"": ""alice""}",,0.03825,1,2026-09-01T00:00:00Z,${id},prod,15,0,\r\n`;
}

async function writeUsage(path: string, lines: number): Promise<void> {
  const file = createWriteStream(path);
  const gzip = createGzip({ level: 1 });
  gzip.pipe(file);
  let piece = `${COLUMNS}\r\n`;
  for (let index = 0; index < lines; index += 1) {
    piece += lineOf(index);
    if (piece.length < PIECE) continue;
    if (!gzip.write(piece)) await new Promise<void>((resolve) => gzip.once("drain", () => resolve()));
    piece = "";
  }
  gzip.end(piece);
  await new Promise<void>((resolve) => file.once("close", () => resolve()));
}

const lines = Number(process.argv[2] ?? "10000000");
const folder = mkdtempSync(join(tmpdir(), "csp-baseline-usage-"));
try {
  const usage = join(folder, "usage.csv.gz");
  const fleet = join(folder, "fleet");
  await writeUsage(usage, lines);
  writeFleet(fleet, SUBSCRIPTIONS);
  const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const measured = join(folder, "measured.json");
  const floor = measure(script("./usage-floor.js"), [usage], measured);
  const args = ["budgets", "--from", usage, "--fleet", fleet, "--output", join(folder, "out")];
  const ours = measure(script("../../src/cli/main.js"), args, measured);
  // By the time of the processors, which other work on the machine changes less.
  const ratio = ours.cpuSeconds / floor.cpuSeconds;
  console.log(JSON.stringify({ lines, floor, ours, ratio }, undefined, 2));
  const over = [
    ...(ours.megabytes > MOST_MEGABYTES ? [`memory is ${ours.megabytes} MB, at most ${MOST_MEGABYTES}`] : []),
    ...(ratio > MOST_RATIO ? [`the time is ${ratio} of the floor, at most ${MOST_RATIO}`] : []),
  ];
  for (const line of over) console.error(line);
  if (over.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
