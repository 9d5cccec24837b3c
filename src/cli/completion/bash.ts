import { bashWord } from "../../adopt/onboard/quote.ts";
import { type CompletableVerb, optionsWithValue, pathKey, type Values } from "./model.ts";

/** A script for bash 3.2 or newer: `source <(csp-baseline completion bash)`. */
export function bashCompletion(verbs: readonly CompletableVerb[]): string {
  const paths = verbs.slice(1).map(({ path }) => `      ${pathKey(path)}) verb=${pathKey(path)} at=0 ;;`);
  const optionValues = verbs.flatMap(({ options, path }) =>
    options.flatMap(({ names, values }) =>
      values === undefined
        ? []
        : names.map((name) => `    ${bashWord(`${pathKey(path)} ${name}`)}) ${suggest(values)}; return ;;`),
    ),
  );
  const optionNames = verbs.map(
    ({ options, path }) =>
      `      ${caseWord(pathKey(path))}) _csp_baseline_words ${options.flatMap(({ names }) => names).join(" ")} ;;`,
  );
  const rest = verbs.flatMap(({ path, repeats, values, verbs: next }) => {
    if (next.length > 0)
      return [`    ${bashWord(`${pathKey(path)} 0`)}) _csp_baseline_words ${next.join(" ")} ;;`];
    return values.map((one, index) => {
      const at = repeats && index === values.length - 1 ? "*" : String(index);
      return `    ${bashWord(`${pathKey(path)} `)}${at}) ${suggest(one)} ;;`;
    });
  });
  return `# bash completion of csp-baseline. In ~/.bashrc: source <(csp-baseline completion bash)

_csp_baseline_words() {
  local word
  for word in "$@"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

_csp_baseline_files() { compopt -o filenames 2>/dev/null; _csp_baseline_lines < <(compgen -f -- "$cur"); }

_csp_baseline_fleet() {
  _csp_baseline_lines < <(csp-baseline __complete "$1" "\${fleet[@]}" -- "$cur" 2>/dev/null)
  local i
  for i in "\${!COMPREPLY[@]}"; do COMPREPLY[i]=$(printf '%q' "\${COMPREPLY[i]}"); done
}

_csp_baseline_lines() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_csp_baseline() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb="" at=0 i word
  local fleet=()
  COMPREPLY=()
  # bash takes --format=json for three words.
  if [[ $cur == "=" ]]; then cur=""
  elif [[ $prev == "=" ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${optionsWithValue(verbs).join("|")})
        [[ \${COMP_WORDS[i+1]} == "=" ]] && i=$((i + 1))
        i=$((i + 1))
        [[ $word == --fleet && $i -lt $COMP_CWORD ]] && fleet=(--fleet "\${COMP_WORDS[i]}")
        continue ;;
      -*) continue ;;
    esac
    case $verb/$word in
${paths.join("\n")}
      *) at=$((at + 1)) ;;
    esac
  done
  case "$verb $prev" in
${optionValues.join("\n")}
  esac
  if [[ $cur == -* ]]; then
    case $verb in
${optionNames.join("\n")}
    esac
    return
  fi
  case "$verb $at" in
${rest.join("\n")}
  esac
}

complete -F _csp_baseline csp-baseline
`;
}

function caseWord(text: string): string {
  return text === "" ? '""' : bashWord(text);
}

function suggest(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `_csp_baseline_words ${values.choices.map(bashWord).join(" ")}`;
    case "files":
      return "_csp_baseline_files";
    case "free":
      return ":";
    default:
      return `_csp_baseline_fleet ${values.kind}`;
  }
}
