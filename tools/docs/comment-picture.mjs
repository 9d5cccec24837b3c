// Writes docs/images/comment.png, the picture in README.md, from the review comment of a plan in the tests.
//
//     npm run build && node tools/docs/comment-picture.mjs        (CHROMIUM names the browser, EMOJI_FONT a .woff2
//     file with colored emoji where the system has none)
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import MarkdownIt from "markdown-it";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "csp-baseline-picture-"));

/** A fleet for the plan in the tests. */
mkdirSync(join(folder, "fleet/customers"), { recursive: true });
writeFileSync(
  join(folder, "fleet/partner.yaml"),
  `partner: { name: Fabrikam Cloud Services, tenantId: 11111111-1111-1111-1111-111111111111, role: direct-bill }
access: { model: lighthouse }
backend: { type: local }
baseline:
  location: westeurope
  contacts:
    security: { emails: [soc@fabrikam.example] }
    billing: { emails: [finops@fabrikam.example] }
    operations: { emails: [noc@fabrikam.example] }
  budget: { amount: 1000 }
`,
);
const subscriptions = ["prod", "sandbox", "web"].map(
  (name, index) => `  - { id: 00000000-0000-0000-0000-00000000000${index + 1}, name: contoso-${name} }`,
);
writeFileSync(
  join(folder, "fleet/customers/contoso.yaml"),
  `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
${subscriptions.join("\n")}
`,
);
const plan = join(root, "test/fixtures/plans/azure/03-security-contact-deleted.json");
try {
  const command = join(root, "dist/src/cli/main.js");
  execFileSync(process.execPath, [command, "review", "--plans", plan, "--output-dir", "review"], {
    cwd: folder,
  });
} catch (error) {
  // Exit code 1: there are findings, which the picture shows.
  if (error.status !== 1) throw error;
}

const comment = readFileSync(join(folder, "review/comment.md"), "utf8");
const html = new MarkdownIt({ html: true })
  .render(comment)
  .replace(/<blockquote>\s*<p>\[!CAUTION\]/, '<blockquote><p class="caution">Caution</p><p>');
const { EMOJI_FONT } = process.env;
const emoji =
  EMOJI_FONT === undefined
    ? ""
    : `@font-face { font-family: "Noto Color Emoji"; src: url(data:font/woff2;base64,${readFileSync(EMOJI_FONT, "base64")}); }`;
const page = `<!doctype html><meta charset="utf-8"><style>${emoji}
  body { margin: 0; padding: 16px; background: #fff; color: #1f2328; font: 14px/1.5 "Segoe UI", "DejaVu Sans", sans-serif, "Noto Color Emoji"; }
  article { border: 1px solid #d1d9e0; border-radius: 6px; }
  header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; color: #59636e; padding: 8px 16px; }
  header b { color: #1f2328; }
  main { padding: 4px 16px 12px; }
  h3 { font-size: 17px; } h4 { margin: 16px 0 8px; }
  blockquote { border-left: 4px solid #cf222e; margin: 0 0 12px; padding: 2px 14px; }
  .caution { color: #cf222e; font-weight: 600; margin: 4px 0; }
  ul { padding-left: 24px; } li + li { margin-top: 4px; } details { margin: 8px 0; }
  code { background: #eff1f3; border-radius: 5px; font: 12px "DejaVu Sans Mono", monospace; padding: 2px 5px; }
</style><article><header><b>github-actions</b> commented</header><main>${html}</main></article>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const view = await browser.newPage({ viewport: { width: 860, height: 400 } });
await view.setContent(page);
await view.evaluate(() => document.fonts.ready);
await view.screenshot({ path: join(root, "docs/images/comment.png"), fullPage: true });
await browser.close();
