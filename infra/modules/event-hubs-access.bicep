// The hub of usage events in a namespace, new or given, and the roles of the app's identity on it.

param namespaceName string
param identityId string
param principalId string

@description('Partitions of the hub: the most instances that read one at once. Standard: fixed once made.')
@minValue(1)
@maxValue(32)
param partitions int

@description('Hours an event stays readable; Standard keeps at most 168.')
@minValue(1)
@maxValue(2160)
param retentionHours int

var hub = 'usage'

var roles = {
  receiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  sender: '2b629674-e913-4c01-ae53-ef4638d8f975'
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource made 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hub
  properties: {
    partitionCount: partitions
    retentionDescription: {
      cleanupPolicy: 'Delete'
      retentionTimeInHours: retentionHours
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    scope: made
    name: guid(namespace.id, hub, identityId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

// The host name is the one of the service's address, whatever the cloud.
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
output usageHub string = hub
