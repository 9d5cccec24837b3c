import { type CompletableVerb, optionsWithValue, pathKey, type Values } from "./model.ts";

/** A script for fish: `csp-baseline completion fish > ~/.config/fish/completions/csp-baseline.fish`. */
export function fishCompletion(verbs: readonly CompletableVerb[]): string {
  const described = new Map(verbs.map(({ description, path }) => [pathKey(path), description]));
  const lines = verbs.flatMap(({ options, path, values, verbs: next }) => {
    const key = pathKey(path);
    const condition = `-n ${quoted(`__csp_baseline_at ${quoted(key)}`)}`;
    return [
      ...next.map(
        (name) =>
          `complete -c csp-baseline ${condition} -a ${name} -d ${quoted(described.get(`${key}/${name}`) ?? "")}`,
      ),
      ...values.flatMap((one) => {
        const suggested = suggest(one);
        return suggested === "" ? [] : [`complete -c csp-baseline ${condition} ${suggested}`];
      }),
      ...options.map(({ description, names, values: taken }) => {
        const flags = names.map((name) =>
          name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
        );
        const value = taken === undefined ? "" : ` -r ${suggest(taken)}`.trimEnd();
        return `complete -c csp-baseline ${condition} ${flags.join(" ")}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion of csp-baseline: csp-baseline completion fish > ~/.config/fish/completions/csp-baseline.fish

function __csp_baseline_path
    set -l verb ""
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${optionsWithValue(verbs).join(" ")}
                set skip 1
            case '-*'
            case '*'
                switch "$verb/$word"
                    case ${verbs
                      .slice(1)
                      .map(({ path }) => pathKey(path))
                      .join(" ")}
                        set verb "$verb/$word"
                end
        end
    end
    echo "$verb"
end

function __csp_baseline_at
    test (__csp_baseline_path) = "$argv[1]"
end

function __csp_baseline_fleet
    set -l words (commandline -opc)
    set -l fleet
    for i in (seq (count $words))
        if test "$words[$i]" = --fleet; and test $i -lt (count $words)
            set fleet --fleet $words[(math $i + 1)]
        end
    end
    csp-baseline __complete $argv[1] $fleet -- (commandline -ct) 2>/dev/null
end

complete -c csp-baseline -f
${lines.join("\n")}
`;
}

/** Within single quotes fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

function suggest(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `-f -a ${quoted(values.choices.join(" "))}`;
    case "files":
      return "-F";
    case "free":
      return "";
    default:
      return `-f -a ${quoted(`(__csp_baseline_fleet ${values.kind})`)}`;
  }
}
