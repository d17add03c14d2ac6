import { cosmosScale } from '../types.bicep'

// The account that holds all state but large payloads. Its keys are off, for data and for the control plane alike.

param name string
param location string
param tags object
param scale cosmosScale
param workspaceId string
param isPrivate bool

var regions = concat([location], scale.mode == 'serverless' ? [] : scale.furtherRegions)

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'

    // One region writes: a limit is only a limit while one place decides. A reader sees its own writes.
    enableMultipleWriteLocations: false
    enableAutomaticFailover: length(regions) > 1
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    locations: [
      for (region, index) in regions: {
        locationName: region
        failoverPriority: index
        isZoneRedundant: scale.zoneRedundant
      }
    ]
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: scale.backup
      }
    }
    capabilities: concat(
      [
        {
          name: 'EnableNoSQLVectorSearch'
        }
        {
          name: 'EnableNoSQLFullTextSearch'
        }
      ],
      scale.mode == 'serverless'
        ? [
            {
              name: 'EnableServerless'
            }
          ]
        : []
    )
  }
}

// DataPlaneRequests is a line for every request: turn it on by hand for as long as you look for something.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'agentfunctions'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
      {
        category: 'PartitionKeyRUConsumption'
        enabled: true
      }
      {
        category: 'PartitionKeyStatistics'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'Requests'
        enabled: true
      }
    ]
  }
}
