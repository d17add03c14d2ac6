// Private endpoints and zones of everything that was made here. What was given by id keeps the network settings it has.

param location string
param tags object
param namePrefix string
param networkId string
param endpointSubnetId string
param privateDnsZoneIds object

@description('Empty where the resource was given by id.')
param storageId string
param cosmosId string
param eventHubsId string
param keyVaultId string
param openAiId string
param functionAppId string

@description('Empty where workspace or Application Insights were given by id.')
param monitorScopeId string

var zone = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  cosmos: 'privatelink.documents.azure.com'
  eventHubs: 'privatelink.servicebus.windows.net'
  keyVault: 'privatelink.vaultcore.azure.net'
  openAi: 'privatelink.openai.azure.com'
  app: 'privatelink.azurewebsites.net'
  monitor: 'privatelink.monitor.azure.com'
  oms: 'privatelink.oms.opinsights.azure.com'
  ods: 'privatelink.ods.opinsights.azure.com'
  agent: 'privatelink.agentsvc.azure-automation.net'
}

var storageEndpoints = [
  {
    name: 'blob'
    target: storageId
    group: 'blob'
    zones: [zone.blob]
  }
  {
    name: 'queue'
    target: storageId
    group: 'queue'
    zones: [zone.queue]
  }
  {
    name: 'table'
    target: storageId
    group: 'table'
    zones: [zone.table]
  }
]

var otherEndpoints = [
  {
    name: 'cosmos'
    target: cosmosId
    group: 'Sql'
    zones: [zone.cosmos]
  }
  {
    name: 'event-hubs'
    target: eventHubsId
    group: 'namespace'
    zones: [zone.eventHubs]
  }
  {
    name: 'key-vault'
    target: keyVaultId
    group: 'vault'
    zones: [zone.keyVault]
  }
  {
    name: 'open-ai'
    target: openAiId
    group: 'account'
    zones: [zone.openAi]
  }
  {
    name: 'app'
    target: functionAppId
    group: 'sites'
    zones: [zone.app]
  }
  {
    name: 'monitor'
    target: monitorScopeId
    group: 'azuremonitor'
    zones: [zone.monitor, zone.oms, zone.ods, zone.agent, zone.blob]
  }
]

var endpoints = filter(concat(storageEndpoints, otherEndpoints), endpoint => !empty(endpoint.target))
var zonesNeeded = union(flatten(map(endpoints, endpoint => endpoint.zones)), [])
var zonesToMake = filter(zonesNeeded, name => !contains(privateDnsZoneIds, name))

module zones 'private-dns-zone.bicep' = [
  for name in zonesToMake: {
    params: {
      name: name
      tags: tags
      networkId: networkId
    }
  }
]

module made 'private-endpoint.bicep' = [
  for endpoint in endpoints: {
    params: {
      name: '${namePrefix}-${endpoint.name}'
      location: location
      tags: tags
      subnetId: endpointSubnetId
      targetId: endpoint.target
      groupId: endpoint.group
      zoneIds: map(
        endpoint.zones,
        name => privateDnsZoneIds[?name] ?? resourceId('Microsoft.Network/privateDnsZones', name)
      )
    }
    dependsOn: [
      zones
    ]
  }
]
