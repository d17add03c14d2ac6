#!/usr/bin/env bash
# Applies a folder of manifests to the deployed app, once it is ready. Applying twice changes nothing.
#   AGENTFUNCTIONS_URL             where the app answers
#   AGENTFUNCTIONS_MANIFESTS       the folder; without it nothing is to be done
#   AGENTFUNCTIONS_MANIFESTS_ENV   overlay to merge in (--env)
#   AGENTFUNCTIONS_ADMIN_KEY       key to apply with; without it a token of who is signed in, for AGENTFUNCTIONS_ENTRA_AUDIENCE
#   AGENTFUNCTIONS_READY_TRIES     how often readiness is asked for, every 10 s; default 30
set -euo pipefail

: "${AGENTFUNCTIONS_URL:?set AGENTFUNCTIONS_URL, where the app answers}"

fail() {
  echo "apply-manifests.sh: $1" >&2
  exit 1
}

if [ -z "${AGENTFUNCTIONS_MANIFESTS:-}" ]; then
  echo "AGENTFUNCTIONS_MANIFESTS names no folder: nothing to apply."
  exit 0
fi

[ -d "$AGENTFUNCTIONS_MANIFESTS" ] || fail "there is no folder $AGENTFUNCTIONS_MANIFESTS"
command -v curl >/dev/null || fail "curl is needed"
command -v dotnet >/dev/null || fail "the .NET SDK (dotnet) is needed"

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
  az account get-access-token --resource "$AGENTFUNCTIONS_ENTRA_AUDIENCE" --query accessToken --output tsv | tr -d '\r\n' > "$key"
fi

overlay=()
if [ -n "${AGENTFUNCTIONS_MANIFESTS_ENV:-}" ]; then overlay=(--env "$AGENTFUNCTIONS_MANIFESTS_ENV"); fi

# The key file is what counts; a variable of the same name must not stand beside it.
env -u AGENTFUNCTIONS_ADMIN_KEY dotnet run --project src/AgentFunctions.LocalHost --configuration Release -- \
  apply "$AGENTFUNCTIONS_MANIFESTS" ${overlay[@]+"${overlay[@]}"} --server "$AGENTFUNCTIONS_URL" --key-file "$key"
