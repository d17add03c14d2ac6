// One service, reached through one address of the network.

param name string
param location string
param tags object
param subnetId string
param targetId string
param groupId string
param zoneIds string[]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: groupId
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for zoneId in zoneIds: {
          name: replace(last(split(zoneId, '/')), '.', '-')
          properties: {
            privateDnsZoneId: zoneId
          }
        }
      ]
    }
  }
}
