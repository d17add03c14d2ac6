#!/usr/bin/env bash
# Applies folders of manifests to the deployed app, once it is ready. Applying twice changes nothing.
#   apply-manifests.sh             waits for the app and applies them
#   apply-manifests.sh validate    checks them; calls nobody
#   AGENTFUNCTIONS_URL             where the app answers; not for validate
#   AGENTFUNCTIONS_MANIFESTS       the folders, separated by commas, in the order they are applied in; without it nothing is to be done
#   AGENTFUNCTIONS_MANIFESTS_ENV   overlay to merge in (--env), in every folder that has it
#   AGENTFUNCTIONS_VAR_NAME        fills the variable of that name in manifests (docs/manifests.md)
#   AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_DEPLOYMENT   outputs of the template: the variables AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT and _DEPLOYMENT where these are not set
#   AGENTFUNCTIONS_ADMIN_KEY       key to apply with; without it a token of who is signed in, for AGENTFUNCTIONS_ENTRA_AUDIENCE
#   AGENTFUNCTIONS_READY_TRIES     how often readiness is asked for, every 10 s; default 30
set -euo pipefail

fail() {
  echo "apply-manifests.sh: $1" >&2
  exit 1
}

mode="${1:-apply}"
case "$mode" in
  apply) : "${AGENTFUNCTIONS_URL:?set AGENTFUNCTIONS_URL, where the app answers}" ;;
  validate) ;;
  *) fail "'$mode' is not known: validate, or nothing to apply" ;;
esac

if [ -z "${AGENTFUNCTIONS_MANIFESTS:-}" ]; then
  echo "AGENTFUNCTIONS_MANIFESTS names no folder: nothing to $mode."
  exit 0
fi

environment="${AGENTFUNCTIONS_MANIFESTS_ENV:-}"
overlaid=""
IFS=',' read -r -a folders <<< "$AGENTFUNCTIONS_MANIFESTS"
for folder in "${folders[@]}"; do
  [ -d "$folder" ] || fail "there is no folder '$folder' (AGENTFUNCTIONS_MANIFESTS)"
  if [ -n "$environment" ] && [ -d "$folder/overlays/$environment" ]; then overlaid=yes; fi
done
if [ -n "$environment" ] && [ -z "$overlaid" ]; then fail "no folder of AGENTFUNCTIONS_MANIFESTS has overlays/$environment (AGENTFUNCTIONS_MANIFESTS_ENV)"; fi

command -v dotnet >/dev/null || fail "the .NET SDK (dotnet) is needed"

endpoint="${AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT:-${AZURE_OPENAI_ENDPOINT:-}}"
deployment="${AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT:-${AZURE_OPENAI_DEPLOYMENT:-}}"
if [ "$mode" = validate ] && { [ "${AGENTFUNCTIONS_DEPLOY_OPENAI:-}" = true ] || [ -n "${AGENTFUNCTIONS_OPENAI_ID:-}" ]; }; then
  # Outputs of a deployment that is still to come.
  endpoint="${endpoint:-https://known-after-deployment.openai.azure.com/}"
  deployment="${deployment:-known-after-deployment}"
fi
export AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT="$endpoint" AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT="$deployment"

# The key file is what counts; a variable of the same name must not stand beside it.
each() {
  local folder overlay
  for folder in "${folders[@]}"; do
    overlay=()
    if [ -n "$environment" ] && [ -d "$folder/overlays/$environment" ]; then overlay=(--env "$environment"); fi
    env -u AGENTFUNCTIONS_ADMIN_KEY dotnet run --project src/AgentFunctions.LocalHost --configuration Release -- \
      "$mode" "$folder" ${overlay[@]+"${overlay[@]}"} "$@"
  done
}

if [ "$mode" = validate ]; then
  each
  exit 0
fi

command -v curl >/dev/null || fail "curl is needed"
tries="${AGENTFUNCTIONS_READY_TRIES:-30}"
until curl --fail --silent --show-error --max-time 30 --output /dev/null "$AGENTFUNCTIONS_URL/health/ready"; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || fail "$AGENTFUNCTIONS_URL/health/ready does not answer 200"
  sleep 10
done

key="$(mktemp)"
trap 'rm -f "$key"' EXIT
chmod 600 "$key"
if [ -n "${AGENTFUNCTIONS_ADMIN_KEY:-}" ]; then
  printf '%s' "$AGENTFUNCTIONS_ADMIN_KEY" > "$key"
else
  : "${AGENTFUNCTIONS_ENTRA_AUDIENCE:?set AGENTFUNCTIONS_ADMIN_KEY, or AGENTFUNCTIONS_ENTRA_AUDIENCE to apply as who is signed in}"
  az account get-access-token --resource "$AGENTFUNCTIONS_ENTRA_AUDIENCE" --query accessToken --output tsv | tr -d '\r\n' > "$key" ||
    fail "no token for $AGENTFUNCTIONS_ENTRA_AUDIENCE: who is signed in needs the role Operator, and the application must know the Azure CLI (docs/deploy.md)"
fi

each --server "$AGENTFUNCTIONS_URL" --key-file "$key"
