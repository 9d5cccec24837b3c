// The site of docs/ uses the same files, without a copy. `npm run docs` serves it; `npm run docs:build` builds it and
// fails
// on a dead link.
import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** Returns the sections of docs/README.md, which lists every page. */
function sidebar() {
  const [, ...sections] = read("docs/README.md").split(/^## /m);
  return sections.map((section) => {
    const [title, ...lines] = section.split("\n");
    const links = [...lines.join("\n").matchAll(/\[([^\]]+)\]\(([^)#]+\.md)\)/g)];
    const items = links.map(([, text, path]) => ({ text, link: `/${address(path)}` }));
    return { text: title, items };
  });
}

/** Returns the address of a page in docs/README.md. */
const address = (path) =>
  (path.startsWith("../") ? path.slice(3) : `docs/${path}`).replace(/README\.md$/, "").replace(/\.md$/, "");

/** The pages are outside of the folder with Vue, so their server-side renderer must resolve Vue from here. */
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
  // Only pages for users are published.
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
      // GitHub shows README.md for a folder; the site uses index.md.
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

/** @param isStart whether the page is docs/README.md, which is one folder higher on the site */
function moved(target, isStart) {
  const from =
    isStart && !target.startsWith("../")
      ? `./docs/${target}`
      : target.replace(isStart ? /^\.\.\// : /^$/, "./");
  return from.replace(/(^|\/)docs\/README\.md/, "$1index.md").replace(/README\.md(?=$|#)/, "index.md");
}
