import { type CompletableVerb, optionsWithValue, pathKey, type Values } from "./model.ts";

/** A script for PowerShell 5.1 and newer: `csp-baseline completion powershell | Out-String | Invoke-Expression`. */
export function powerShellCompletion(verbs: readonly CompletableVerb[]): string {
  const described = new Map(verbs.map(({ description, path }) => [pathKey(path), description]));
  const table = verbs.flatMap(({ options, path, repeats, values, verbs: next }) => {
    const key = pathKey(path);
    return [
      `    ${quoted(key)} = @{`,
      `      Verbs = @(${next.map((name) => pair(name, described.get(`${key}/${name}`) ?? "")).join(", ")})`,
      `      Values = @(${values.map(suggest).join(", ")})`,
      `      Repeats = $${repeats}`,
      "      Options = @(",
      options
        .flatMap(({ description, names }) => names.map((name) => `        ${pair(name, description)}`))
        .join(",\n"),
      "      )",
      "      OptionValues = @{",
      ...options.flatMap(({ names, values: taken }) =>
        taken === undefined ? [] : names.map((name) => `        ${quoted(name)} = ${suggest(taken)}`),
      ),
      "      }",
      "    }",
    ];
  });
  return `# PowerShell completion of csp-baseline. In $PROFILE: csp-baseline completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName csp-baseline -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $table = @{
${table.join("\n")}
  }
  $withValue = @(${optionsWithValue(verbs).map(quoted).join(", ")})
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { [string]$_.Extent.Text })
  $verb = ''
  $at = 0
  $fleet = @()
  $previous = ''
  for ($i = 1; $i -lt $words.Count; $i++) {
    $word = $words[$i]
    $previous = $word
    if ($withValue -ccontains $word) {
      if ($i + 1 -lt $words.Count) {
        if ($word -ceq '--fleet') { $fleet = @('--fleet', $words[$i + 1].Trim([char[]]@(39, 34))) }
        $i++
        $previous = ''
      }
    } elseif (-not $word.StartsWith('-')) {
      if ($table.ContainsKey("$verb/$word")) { $verb = "$verb/$word"; $at = 0 } else { $at++ }
    }
  }
  $entry = $table[$verb]
  $pairs = @()
  if ($entry.OptionValues.ContainsKey($previous)) { $kind = $entry.OptionValues[$previous] }
  elseif ($wordToComplete.StartsWith('-')) { $kind = $null; $pairs = $entry.Options }
  elseif ($entry.Verbs.Count -gt 0) { $kind = $null; $pairs = $entry.Verbs }
  elseif ($at -lt $entry.Values.Count) { $kind = $entry.Values[$at] }
  elseif ($entry.Repeats) { $kind = $entry.Values[-1] }
  else { $kind = $null }
  if ($kind -is [hashtable]) {
    if ($kind.ContainsKey('Choices')) { $pairs = @($kind.Choices | ForEach-Object { @{ Name = $_; About = $_ } }) }
    elseif ($kind.ContainsKey('Fleet')) {
      $names = @(& csp-baseline __complete $kind.Fleet @fleet -- "$wordToComplete" 2>$null)
      $pairs = @($names | ForEach-Object { @{ Name = $_; About = $_ } })
    }
  }
  foreach ($pair in $pairs) {
    if ($pair.Name -like "$([WildcardPattern]::Escape($wordToComplete))*") {
      $quote = [string][char]39
      $text = if ($pair.Name -match '^[\\w./:@-]+$') { $pair.Name } else { $quote + $pair.Name.Replace($quote, $quote + $quote) + $quote }
      [System.Management.Automation.CompletionResult]::new($text, $pair.Name, 'ParameterValue', $pair.About)
    }
  }
}
`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

function pair(name: string, about: string): string {
  return `@{ Name = ${quoted(name)}; About = ${quoted(about === "" ? name : about)} }`;
}

/** Without suggestions, PowerShell suggests files. */
function suggest(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `@{ Choices = @(${values.choices.map(quoted).join(", ")}) }`;
    case "files":
    case "free":
      return "@{ }";
    default:
      return `@{ Fleet = ${quoted(values.kind)} }`;
  }
}
