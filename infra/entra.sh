#!/usr/bin/env bash
# Makes the Entra ID application that signs people and workloads in, with its roles and a scope for people, or brings the one it made up to date. Can be run again.
#   AZURE_ENV_NAME                   names the application: agentfunctions-$AZURE_ENV_NAME
#   AGENTFUNCTIONS_ENTRA_CLIENT_ID   an application made by others is used as it is
#   AGENTFUNCTIONS_ENTRA_MADE        client id of the one that an earlier run made
#   AGENTFUNCTIONS_ENTRA_WAIT        seconds between tries while what was just written is not seen yet; default 5
# Writes AGENTFUNCTIONS_ENTRA_TENANT_ID, _CLIENT_ID, _AUDIENCE and _MADE into the azd environment where there is one, and prints them.
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

# Entra ID takes a moment to see everywhere what was just written.
again() {
  local left=6
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep "${AGENTFUNCTIONS_ENTRA_WAIT:-5}"
  done
}

# A budget keeps the month it began in: written down once.
if [ -z "${AGENTFUNCTIONS_BUDGET_START:-}" ]; then tell AGENTFUNCTIONS_BUDGET_START "$(date -u +%Y-%m-01)"; fi

if [ -n "${AGENTFUNCTIONS_ENTRA_CLIENT_ID:-}" ] && [ "$AGENTFUNCTIONS_ENTRA_CLIENT_ID" != "${AGENTFUNCTIONS_ENTRA_MADE:-}" ]; then
  : "${AGENTFUNCTIONS_ENTRA_TENANT_ID:?set AGENTFUNCTIONS_ENTRA_TENANT_ID, the tenant of the application in AGENTFUNCTIONS_ENTRA_CLIENT_ID}"
  : "${AGENTFUNCTIONS_ENTRA_AUDIENCE:?set AGENTFUNCTIONS_ENTRA_AUDIENCE, what tokens must be for (api://... or the client id)}"
  echo "Using the application $AGENTFUNCTIONS_ENTRA_CLIENT_ID as it is."
  exit 0
fi

command -v az >/dev/null || fail "the Azure CLI (az) is needed"
command -v jq >/dev/null || fail "jq is needed"
tenant_id="$(az account show --query tenantId --output tsv)" || fail "sign in first: az login"
name="agentfunctions-$AZURE_ENV_NAME"

count="$(az ad app list --display-name "$name" --query "length([?displayName=='$name'])" --output tsv)"
case "$count" in
  0) client_id="$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)" ;;
  1) client_id="$(az ad app list --display-name "$name" --query "[?displayName=='$name'].appId | [0]" --output tsv)" ;;
  *) fail "there are $count applications named $name: set AGENTFUNCTIONS_ENTRA_CLIENT_ID to the right one" ;;
esac

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The ids are fixed, so that a second run changes nothing and assignments stay.
cat > "$work/ours.json" <<'OURS'
{
  "appRoles": [
    {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e01", "value": "Operator", "displayName": "Operator", "description": "Declares resources, stops and starts what runs, reads usage and traces.", "allowedMemberTypes": ["User", "Application"], "isEnabled": true},
    {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e02", "value": "Approver", "displayName": "Approver", "description": "Decides approvals.", "allowedMemberTypes": ["User"], "isEnabled": true},
    {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e03", "value": "Auditor", "displayName": "Auditor", "description": "Reads traces, audit trail and usage.", "allowedMemberTypes": ["User"], "isEnabled": true}
  ],
  "scope": {"id": "5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e10", "value": "user_impersonation", "type": "User", "isEnabled": true, "adminConsentDisplayName": "Call AgentFunctions", "adminConsentDescription": "Calls AgentFunctions as the person who is signed in.", "userConsentDisplayName": "Call AgentFunctions", "userConsentDescription": "Calls AgentFunctions as you."}
}
OURS

# People get their tokens from the Azure CLI, by this client id of Microsoft's.
azure_cli="04b07795-8ddb-461a-bbee-02f9e1bf7b46"

# What it should say beside what others added to it: null where it says so already. A scope of that name which is there already is kept.
cat > "$work/wanted.jq" <<'WANTED'
def holds($other): . as $one | keys | all(. as $key | $one[$key] as $value | $other[$key] as $is
  | if ($value | type) == "array" then ($value | sort) == ($is // [] | sort) else $value == $is end);
def beside($list): . as $one | [$list[] | select(.id != $one.id) | del(.origin)] + [$one];
. as $app
| $ours[0] as $ours
| (.appRoles // []) as $roles
| (.api.oauth2PermissionScopes // []) as $scopes
| {
    identifierUris: (.identifierUris // [] | if index("api://" + $app.appId) then . else . + ["api://" + $app.appId] end),
    appRoles: (reduce $ours.appRoles[] as $role ($roles; . as $list | $role | beside($list))),
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: (if any($scopes[]; .value == $ours.scope.value) then $scopes | map(del(.origin)) else $ours.scope | beside($scopes) end)
    }
  }
| if .identifierUris == $app.identifierUris and $app.api.requestedAccessTokenVersion == 2
    and any($scopes[]; .value == $ours.scope.value)
    and ($ours.appRoles | all(. as $role | any($roles[]; . as $is | $role | holds($is))))
  then null else . end
WANTED

cat > "$work/authorized.jq" <<'AUTHORIZED'
. as $app
| (.api.oauth2PermissionScopes // [] | map(select(.value == $ours[0].scope.value)) | .[0].id) as $scope
| (.api.preAuthorizedApplications // []) as $known
| [$known[] | select(.appId == $cli) | .delegatedPermissionIds[]] as $held
| if $held | index($scope) then null
  else {api: {preAuthorizedApplications: ([$known[] | select(.appId != $cli)] + [{appId: $cli, delegatedPermissionIds: ($held + [$scope])}])}} end
AUTHORIZED

read_application() { az ad app show --id "$client_id" --output json > "$work/app.json"; }

has_scope() { read_application && jq --exit-status --slurpfile ours "$work/ours.json" 'any(.api.oauth2PermissionScopes[]?; .value == $ours[0].scope.value)' "$work/app.json" >/dev/null; }

patch_application() {
  jq --slurpfile ours "$work/ours.json" --arg cli "$azure_cli" --from-file "$1" "$work/app.json" > "$work/body.json"
  if [ "$(cat "$work/body.json")" = null ]; then return; fi
  again az rest --method patch --url "https://graph.microsoft.com/v1.0/applications/$(jq --raw-output .id "$work/app.json")" \
    --headers Content-Type=application/json --body "@$work/body.json" --output none
}

# Two steps: a scope can be given to a client only once it is there.
again read_application
patch_application "$work/wanted.jq"
again has_scope
patch_application "$work/authorized.jq"

principal_id="$(az ad sp list --filter "appId eq '$client_id'" --query "[0].id" --output tsv)"
if [ -z "$principal_id" ]; then principal_id="$(again az ad sp create --id "$client_id" --query id --output tsv)"; fi

# Who has no role gets no token.
required="$(again az ad sp show --id "$principal_id" --query appRoleAssignmentRequired --output tsv)"
case "$required" in
  [Tt]rue) ;;
  *) az ad sp update --id "$principal_id" --set appRoleAssignmentRequired=true ;;
esac

tell AGENTFUNCTIONS_ENTRA_TENANT_ID "$tenant_id"
tell AGENTFUNCTIONS_ENTRA_CLIENT_ID "$client_id"
tell AGENTFUNCTIONS_ENTRA_AUDIENCE "api://$client_id"
tell AGENTFUNCTIONS_ENTRA_MADE "$client_id"
