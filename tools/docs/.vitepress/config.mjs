// The site of docs/: the same files, no second copy. `npm run docs` serves it, `npm run docs:build` builds it and fails on a
// dead link.
import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** The sections of docs/README.md, which names every page. */
function sidebar() {
  const [, ...sections] = read("docs/README.md").split(/^## /m);
  return sections.map((section) => {
    const [title, ...lines] = section.split("\n");
    const links = [...lines.join("\n").matchAll(/\[([^\]]+)\]\(([^)#]+\.md)\)/g)];
    const items = links.map(([, text, path]) => ({ text, link: `/${address(path)}` }));
    return { text: title, items };
  });
}

/** Of a page that docs/README.md names. */
const address = (path) =>
  (path.startsWith("../") ? path.slice(3) : `docs/${path}`).replace(/README\.md$/, "").replace(/\.md$/, "");

/** The pages are outside of the folder that has Vue: what renders them on the server must not look for it beside them. */
const vueFromHere = {
  name: "vue-from-here",
  enforce: "pre",
  resolveId: (id, _, options) =>
    options?.ssr && /^vue(?:\/server-renderer)?$/.test(id) ? { id, external: true } : undefined,
};

export default defineConfig({
  title: "csp-baseline",
  description: JSON.parse(read("package.json")).description,
  srcDir: "../..",
  // Pages that users read; the repository has others.
  srcExclude: [
    "{.github,.pkg,cdktf.out,constructs,dist,examples,fleet,node_modules,schema,src,stacks,test,tools}/**",
    "**/node_modules/**",
    "{README,CONTRIBUTING}.md",
  ],
  rewrites: { "docs/README.md": "index.md", "docs/:folder/README.md": "docs/:folder/index.md" },
  cleanUrls: true,
  vite: { plugins: [vueFromHere] },
  themeConfig: {
    search: { provider: "local" },
    sidebar: sidebar(),
    outline: [2, 3],
    socialLinks: [{ icon: "github", link: "https://github.com/csp-baseline/csp-baseline" }],
  },
  markdown: {
    config(md) {
      // GitHub shows README.md for a folder; the site has index.md there.
      md.core.ruler.push("readme-is-index", ({ env, tokens }) => {
        const isStart = env.relativePath === "index.md";
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const name = token.type === "image" ? "src" : "href";
          const target = token.attrGet(name);
          if (target === null || /^(?:[a-z]+:|#)/.test(target)) continue;
          token.attrSet(name, moved(target, isStart));
        }
      });
    },
  },
});

/** @param isStart whether the page is docs/README.md, which the site has one folder higher */
function moved(target, isStart) {
  const from =
    isStart && !target.startsWith("../")
      ? `./docs/${target}`
      : target.replace(isStart ? /^\.\.\// : /^$/, "./");
  return from.replace(/(^|\/)docs\/README\.md/, "$1index.md").replace(/README\.md(?=$|#)/, "index.md");
}
