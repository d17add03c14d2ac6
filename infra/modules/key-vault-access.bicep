// Roles on a vault, new or given: the app reads secrets; the people named set them.

param vaultName string
param identityId string
param principalId string

@description('Object ids of groups that may set secrets.')
param secretsOfficerGroupIds string[]

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityId, secretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource officers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in secretsOfficerGroupIds: {
    scope: vault
    name: guid(vault.id, groupId, secretsOfficer)
    properties: {
      principalId: groupId
      principalType: 'Group'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
    }
  }
]

output uri string = vault.properties.vaultUri
