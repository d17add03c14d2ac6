// Containers of the app in a storage account, new or given, and the roles of its identity there.

param accountName string
param identityId string
param principalId string
param payloadContainer string

// What the Functions host asks of the account it keeps its leases in, and Durable Functions of the account of its task hub.
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

var containers = {
  package: 'agentfunctions-package'
  payloads: payloadContainer
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource made 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in items(containers): {
    parent: account::blobs
    name: container.value
    properties: {
      publicAccess: 'None'
    }
  }
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    scope: account
    name: guid(account.id, identityId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output blobEndpoint string = account.properties.primaryEndpoints.blob
output packageUrl string = '${account.properties.primaryEndpoints.blob}${containers.package}'
output payloadContainer string = containers.payloads
