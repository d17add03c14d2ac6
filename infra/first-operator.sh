#!/usr/bin/env bash
# Gives somebody the role Operator in the application of infra/entra.sh. Can be run again.
#   AGENTFUNCTIONS_ENTRA_CLIENT_ID   the application; without it nothing is to be done
#   AGENTFUNCTIONS_OPERATOR_ID       object id of a user, group or service principal; default who is signed in
set -euo pipefail

operator_role="5b4f0b4e-52f9-4d43-8a1b-0d6a1f4b7e01"

fail() {
  echo "first-operator.sh: $1" >&2
  exit 1
}

command -v az >/dev/null || fail "the Azure CLI (az) is needed"

if [ -z "${AGENTFUNCTIONS_ENTRA_CLIENT_ID:-}" ]; then
  echo "No Entra ID application: no operator to name."
  exit 0
fi

principal_id="$(az ad sp list --filter "appId eq '$AGENTFUNCTIONS_ENTRA_CLIENT_ID'" --query "[0].id" --output tsv)"
[ -n "$principal_id" ] || fail "the application $AGENTFUNCTIONS_ENTRA_CLIENT_ID has no service principal in this tenant"

# Applications made by others have ids of their own.
role_id="$(az ad sp show --id "$principal_id" --query "appRoles[?value=='Operator'].id | [0]" --output tsv)"
[ -n "$role_id" ] || fail "the application $AGENTFUNCTIONS_ENTRA_CLIENT_ID has no role Operator (infra/entra.sh gives it the id $operator_role)"

operator_id="${AGENTFUNCTIONS_OPERATOR_ID:-}"
if [ -z "$operator_id" ]; then
  operator_id="$(az ad signed-in-user show --query id --output tsv)" || fail "nobody is signed in as a person: set AGENTFUNCTIONS_OPERATOR_ID"
fi

assignments="https://graph.microsoft.com/v1.0/servicePrincipals/$principal_id/appRoleAssignedTo"
held="$(az rest --method get --url "$assignments" --query "length(value[?principalId=='$operator_id' && appRoleId=='$role_id'])" --output tsv)"
if [ "$held" != "0" ]; then
  echo "$operator_id is an operator already."
  exit 0
fi

az rest --method post --url "$assignments" --headers Content-Type=application/json \
  --body "{\"principalId\":\"$operator_id\",\"resourceId\":\"$principal_id\",\"appRoleId\":\"$role_id\"}" --output none
echo "$operator_id is an operator now."
