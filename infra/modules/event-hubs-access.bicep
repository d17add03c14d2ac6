// The hubs in a namespace, new or given, and the roles of the app's identity on each: usage both ways, events of others to read, topics to write.

param namespaceName string
param identityId string
param principalId string

@description('Partitions of each hub: the most instances that read one at once. Standard: fixed once made.')
@minValue(1)
@maxValue(32)
param partitions int

@description('Hours an event stays readable; Standard keeps at most 168.')
@minValue(1)
@maxValue(2160)
param retentionHours int

@description('Hub through which others publish events.')
@minLength(1)
param eventsHub string

@description('Hub where others read what is published on topics; empty for none.')
param topicsHub string

@description('Consumer groups of those who read topics, one for each reader.')
param topicsConsumerGroups string[]

var hub = 'usage'

var receiver = 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
var sender = '2b629674-e913-4c01-ae53-ef4638d8f975'

var properties = {
  partitionCount: partitions
  retentionDescription: {
    cleanupPolicy: 'Delete'
    retentionTimeInHours: retentionHours
  }
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource usage 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hub
  properties: properties
}

resource events 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: eventsHub
  properties: properties
}

resource topics 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = if (!empty(topicsHub)) {
  parent: namespace
  name: empty(topicsHub) ? 'none' : topicsHub
  properties: properties
}

resource readers 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in (empty(topicsHub) ? [] : topicsConsumerGroups): {
    parent: topics
    name: group
  }
]

resource usageAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [receiver, sender]: {
    scope: usage
    name: guid(namespace.id, hub, identityId, role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource eventsAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: events
  name: guid(namespace.id, eventsHub, identityId, receiver)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', receiver)
  }
}

resource topicsAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(topicsHub)) {
  scope: topics
  name: guid(namespace.id, topicsHub, identityId, sender)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', sender)
  }
}

// The host name is the one of the service's address, whatever the cloud.
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
output usageHub string = hub
