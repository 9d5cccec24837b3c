import { type CompletableVerb, optionsWithValue, pathKey, type Values } from "./model.ts";

/** A script for zsh: a file `_csp-baseline` of its `fpath`, or `source <(csp-baseline completion zsh)`. */
export function zshCompletion(verbs: readonly CompletableVerb[]): string {
  const described = new Map(verbs.map(({ description, path }) => [pathKey(path), description]));
  const paths = verbs.slice(1).map(({ path }) => `      (${pathKey(path)}) verb=${pathKey(path)} at=0 ;;`);
  const optionValues = verbs.flatMap(({ options, path }) =>
    options.flatMap(({ names, values }) =>
      values === undefined
        ? []
        : names.map((name) => `    (${quoted(`${pathKey(path)} ${name}`)}) ${suggest(values)}; return ;;`),
    ),
  );
  const optionNames = verbs.map(({ options, path }) => {
    const items = options.flatMap(({ description, names }) => names.map((name) => item(name, description)));
    return `      (${quoted(pathKey(path))}) candidates=(${items.join(" ")}) ;;`;
  });
  const rest = verbs.flatMap(({ path, repeats, values, verbs: next }) => {
    const key = pathKey(path);
    if (next.length > 0) {
      const items = next.map((name) => item(name, described.get(`${key}/${name}`) ?? ""));
      return [`    (${quoted(`${key} 0`)}) candidates=(${items.join(" ")}); _describe verb candidates ;;`];
    }
    return values.map((one, index) => {
      const at = repeats && index === values.length - 1 ? "*" : String(index);
      return `    (${quoted(`${key} `)}${at}) ${suggest(one)} ;;`;
    });
  });
  return `#compdef csp-baseline
# zsh completion of csp-baseline. In ~/.zshrc, after compinit: source <(csp-baseline completion zsh)

_csp_baseline_fleet() {
  local -a names
  names=(\${(f)"$(csp-baseline __complete $1 $fleet -- "$PREFIX" 2>/dev/null)"})
  compadd -a names
}

_csp_baseline() {
  local verb="" word="" prev="\${words[CURRENT-1]}"
  local -i at=0 i
  local -a fleet candidates
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    case "$word" in
      (${optionsWithValue(verbs).join("|")})
        i=$((i + 1))
        [[ "$word" == --fleet && $i -lt $CURRENT ]] && fleet=(--fleet "\${words[i]}")
        continue ;;
      (-*) continue ;;
    esac
    case "$verb/$word" in
${paths.join("\n")}
      (*) at=$((at + 1)) ;;
    esac
  done
  if [[ "$PREFIX" == --*=* ]]; then
    prev="\${PREFIX%%=*}"
    compset -P '*='
  fi
  case "$verb $prev" in
${optionValues.join("\n")}
  esac
  if [[ "$PREFIX" == -* ]]; then
    case "$verb" in
${optionNames.join("\n")}
    esac
    _describe -o option candidates
    return
  fi
  case "$verb $at" in
${rest.join("\n")}
  esac
}

if [[ "$funcstack[1]" == "_csp-baseline" ]]; then _csp_baseline "$@"; else compdef _csp_baseline csp-baseline; fi
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Formats a candidate with its description, after a colon. */
function item(name: string, description: string): string {
  return quoted(`${name.replaceAll(":", "\\:")}:${description}`);
}

function suggest(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `compadd -- ${values.choices.map(quoted).join(" ")}`;
    case "files":
      return "_files";
    case "free":
      return ":";
    default:
      return `_csp_baseline_fleet ${values.kind}`;
  }
}
