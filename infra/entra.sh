#!/usr/bin/env bash
# Makes the Entra ID application that signs people and workloads in, with its roles, or brings an existing one up to date. Can be run again.
#   AZURE_ENV_NAME                   names the application: agentfunctions-$AZURE_ENV_NAME
#   AGENTFUNCTIONS_ENTRA_CLIENT_ID   an application made by others is used as it is
# Writes AGENTFUNCTIONS_ENTRA_TENANT_ID, _CLIENT_ID and _AUDIENCE into the azd environment where there is one, and prints them.
set -euo pipefail

: "${AZURE_ENV_NAME:?set AZURE_ENV_NAME, the name of the environment}"

fail() {
  echo "entra.sh: $1" >&2
  exit 1
}

tell() {
  echo "$1=$2"
  if command -v azd >/dev/null 2>&1 && azd env get-values >/dev/null 2>&1; then azd env set "$1" "$2"; fi
}

# A budget keeps the month it began in: written down once.
if [ -z "${AGENTFUNCTIONS_BUDGET_START:-}" ]; then tell AGENTFUNCTIONS_BUDGET_START "$(date -u +%Y-%m-01)"; fi

if [ -n "${AGENTFUNCTIONS_ENTRA_CLIENT_ID:-}" ]; then
  : "${AGENTFUNCTIONS_ENTRA_TENANT_ID:?set AGENTFUNCTIONS_ENTRA_TENANT_ID, the tenant of the application in AGENTFUNCTIONS_ENTRA_CLIENT_ID}"
  : "${AGENTFUNCTIONS_ENTRA_AUDIENCE:?set AGENTFUNCTIONS_ENTRA_AUDIENCE, what tokens must be for (api://... or the client id)}"
  echo "Using the application $AGENTFUNCTIONS_ENTRA_CLIENT_ID as it is."
  exit 0
fi

command -v az >/dev/null || fail "the Azure CLI (az) is needed"
tenant_id="$(az account show --query tenantId --output tsv)" || fail "sign in first: az login"
name="agentfunctions-$AZURE_ENV_NAME"

count="$(az ad app list --display-name "$name" --query "length([?displayName=='$name'])" --output tsv)"
case "$count" in
  0) client_id="$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)" ;;
  1) client_id="$(az ad app list --display-name "$name" --query "[?displayName=='$name'].appId | [0]" --output tsv)" ;;
  *) fail "there are $count applications named $name: set AGENTFUNCTIONS_ENTRA_CLIENT_ID to the right one" ;;
esac

# The ids are fixed, so that a second run changes nothing and assignments stay.
roles="$(mktemp)"
trap 'rm -f "$roles"' EXIT
cat > "$roles" <<'ROLES'
[
  {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e01", "value": "Operator", "displayName": "Operator", "description": "Declares resources, stops and starts what runs, reads usage and traces.", "allowedMemberTypes": ["User", "Application"], "isEnabled": true},
  {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e02", "value": "Approver", "displayName": "Approver", "description": "Decides approvals.", "allowedMemberTypes": ["User"], "isEnabled": true},
  {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e03", "value": "Auditor", "displayName": "Auditor", "description": "Reads traces, audit trail and usage.", "allowedMemberTypes": ["User"], "isEnabled": true}
]
ROLES

az ad app update --id "$client_id" --app-roles "@$roles" --identifier-uris "api://$client_id" --set api.requestedAccessTokenVersion=2

principal_id="$(az ad sp list --filter "appId eq '$client_id'" --query "[0].id" --output tsv)"
if [ -z "$principal_id" ]; then principal_id="$(az ad sp create --id "$client_id" --query id --output tsv)"; fi

# Who has no role gets no token.
az ad sp update --id "$principal_id" --set appRoleAssignmentRequired=true

tell AGENTFUNCTIONS_ENTRA_TENANT_ID "$tenant_id"
tell AGENTFUNCTIONS_ENTRA_CLIENT_ID "$client_id"
tell AGENTFUNCTIONS_ENTRA_AUDIENCE "api://$client_id"
