#!/bin/sh
# The fake Terraform's front, which starts in milliseconds. It does what needs no plan and no state: `version`, `init` and
# `show`, unless files say that they are slow, fail or show more. All else is done by fake-terraform.cjs beside it.
verb=$1

# Appends a line to the trace, as fake-terraform.cjs does.
trace() {
  [ -n "$FAKE_TERRAFORM_TRACE" ] || return 0
  printf '{"what":"%s","verb":"%s","pid":%s,"stack":"%s","options":[%s]%s}\n' \
    "$1" "$verb" "$$" "${PWD##*/}" "$options" "$cache" >>"$FAKE_TERRAFORM_TRACE"
}

if [ ! -e faults.json ] && [ ! -e slow.json ] && [ ! -e shown.json ]; then
  options=
  file=
  for arg in "$@"; do
    case $arg in
      -*) options="$options${options:+,}\"$arg\"" ;;
      *) file=$arg ;;
    esac
  done
  cache=${TF_PLUGIN_CACHE_DIR:+,\"cache\":\"$TF_PLUGIN_CACHE_DIR\"}
  case $verb in
    version)
      trace start
      printf '{"terraform_version":"%s"}\n' "${FAKE_TERRAFORM_VERSION:-1.11.4}"
      trace end
      exit
      ;;
    init)
      trace start
      [ -e .terraform.lock.hcl ] || printf 'made by init' >.terraform.lock.hcl
      trace end
      exit
      ;;
    show)
      trace start
      cat "$file"
      trace end
      exit
      ;;
  esac
fi
exec node "${0%/*}/fake-terraform.cjs" "$@"
