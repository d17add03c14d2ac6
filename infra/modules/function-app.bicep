import { appScale, entraApplication } from '../types.bicep'

// The app on a Flex Consumption plan. No setting holds a key: every connection is the identity's.

param name string
param planName string
param location string
param tags object
param scale appScale
param zoneRedundant bool
param identityId string
param applicationInsightsId string
param workspaceId string

@description('Whether callers reach it only through a private endpoint.')
param isPrivate bool

@description('Subnet it calls out from; empty for none.')
param subnetId string
param storageAccountName string
param packageUrl string
param blobEndpoint string
param payloadContainer string
param cosmosEndpoint string
param cosmosDatabase string
param vectorDimensions int
param eventHubsNamespace string
param usageHub string
param eventsHub string

@description('Hub where others read topics; empty for none.')
param topicsHub string
param keyVaultUri string
param entra entraApplication?

@description('Name of the Key Vault secret that holds the bootstrap key; empty for none.')
param adminKeySecretName string

@description('Proxies in front of the app whose X-Forwarded-For entry is believed: 1 is Azure\'s own front end, 2 with Front Door or a gateway before it.')
param trustedProxyHops int

@description('Further settings. Not for keys: these belong in Key Vault.')
param furtherSettings object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: last(split(identityId, '/'))
  scope: resourceGroup(split(identityId, '/')[2], split(identityId, '/')[4])
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: last(split(applicationInsightsId, '/'))
  scope: resourceGroup(split(applicationInsightsId, '/')[2], split(applicationInsightsId, '/')[4])
}

// What the Functions host reads: connections by identity.
var hostSettings = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  EventHubs__fullyQualifiedNamespace: eventHubsNamespace
  EventHubs__credential: 'managedidentity'
  EventHubs__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  AzureWebJobsDisableHomepage: 'true'
}

// What the app reads, by section. Which engines: Cosmos DB, Event Hubs, Blob Storage, Key Vault.
var appSettings = {
  AgentFunctions__Store: 'cosmos'
  AgentFunctions__Events: 'eventhubs'
  AgentFunctions__Payloads: 'blob'
  AgentFunctions__Secrets: 'keyvault'

  // The identity that everything below is called as.
  AZURE_CLIENT_ID: identity.properties.clientId
  AgentFunctions__ManagedIdentity__ClientId: identity.properties.clientId

  // Cosmos DB: account and database; containers bear the names of the store contract.
  AgentFunctions__Cosmos__Endpoint: cosmosEndpoint
  AgentFunctions__Cosmos__Database: cosmosDatabase
  AgentFunctions__Cosmos__VectorDimensions: string(vectorDimensions)

  // Blob Storage: large payloads, and events that could not be handled.
  AgentFunctions__Blobs__Endpoint: blobEndpoint
  AgentFunctions__Blobs__Container: payloadContainer

  // Event Hubs: the hub of usage events, that of events of others, and that of topics for others. The triggers that read the first two have the connection above.
  AgentFunctions__EventHubs__FullyQualifiedNamespace: eventHubsNamespace
  AgentFunctions__EventHubs__Hub: usageHub
  AgentFunctions__EventHubs__EventsHub: eventsHub
  AgentFunctions__EventHubs__TopicsHub: topicsHub

  // Key Vault: where the secrets are that a secretRef names.
  AgentFunctions__KeyVault__Endpoint: keyVaultUri
  AgentFunctions__Http__TrustedProxyHops: string(trustedProxyHops)
}

// Entra ID: whose tokens are accepted from people and workloads.
var entraSettings = empty(entra)
  ? {}
  : {
      AgentFunctions__Entra__TenantId: entra!.tenantId
      AgentFunctions__Entra__ClientId: entra!.clientId
      AgentFunctions__Entra__Audience: entra!.audience
      AgentFunctions__Entra__Instance: environment().authentication.loginEndpoint
    }

// The key is read from the vault by the platform and never stands in a setting. Keys of people count only where one is wanted.
var bootstrapSettings = empty(adminKeySecretName)
  ? {}
  : {
      AgentFunctions__Keys__People: 'true'
      AGENTFUNCTIONS_ADMIN_KEY: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${adminKeySecretName})'
    }

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location

  // azd finds the app that a service of azure.yaml is deployed to by this tag.
  tags: union(tags, {
    'azd-service-name': 'app'
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.maximumInstances
        alwaysReady: filter(
          [
            {
              name: 'http'
              instanceCount: scale.alwaysReadyHttp
            }
            {
              name: 'durable'
              instanceCount: scale.alwaysReadyDurable
            }
          ],
          group => group.instanceCount > 0
        )
        triggers: {
          http: {
            perInstanceConcurrency: scale.httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(furtherSettings, hostSettings, appSettings, entraSettings, bootstrapSettings)
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

// Every caller that disconnects is a failed invocation in these logs: alerts are on the app's own telemetry.
resource appDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'agentfunctions'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource planDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: plan
  name: 'agentfunctions'
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
