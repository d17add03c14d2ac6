import { appScale, cosmosScale, entraApplication, existingResources, modelDeployment, resourceNames } from 'types.bicep'

// AgentFunctions on Azure: the app, what it keeps its state in, what watches it. docs/deploy.md walks through it.

targetScope = 'resourceGroup'

@description('Short name of the environment, part of names: dev, prod.')
@minLength(2)
@maxLength(10)
param environmentName string

@description('Region of everything that has one.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Names to use instead of the generated ones.')
param names resourceNames = {}

@description('Resources to use instead of new ones.')
param existing existingResources = {}

@description('public: services are reached over the internet, by identity only. private: private endpoints, public access off everywhere, the app included.')
@allowed(['public', 'private'])
param networking string = 'public'

@description('Address space of the network, /24 or larger. Private networking without subnets of your own only.')
param networkAddressPrefix string = '10.40.0.0/24'

@description('Size of the app.')
param scale appScale = {
  instanceMemoryMB: 2048
  maximumInstances: 40
  alwaysReadyHttp: 1
  alwaysReadyDurable: 0
  httpConcurrency: 100
}

@description('Spread the app over availability zones, where the region has them.')
param zoneRedundant bool = false

@description('Throughput, backup and regions of Cosmos DB.')
param cosmos cosmosScale = {
  mode: 'autoscale'
  containers: {
    resources: 1000
    ledger: 4000
    sessions: 1000
    memory: 1000
    runs: 1000
    audit: 1000
    usage: 1000
    streams: 1000
  }
  backup: 'Continuous7Days'
  furtherRegions: []
  zoneRedundant: false
}

@description('Database in the Cosmos DB account.')
param cosmosDatabase string = 'agentfunctions'

@description('Numbers of the embedding that memory is searched by. Fixed once the container is made.')
@minValue(1)
@maxValue(4096)
param vectorDimensions int = 1536

@description('Redundancy of Storage.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param storageSku string = 'Standard_ZRS'

@description('Tier of Event Hubs.')
@allowed(['Standard', 'Premium'])
param eventHubsSku string = 'Standard'

@description('Throughput units (Standard) or processing units (Premium) to begin with.')
@minValue(1)
@maxValue(40)
param eventHubsCapacity int = 1

@description('Most throughput units Event Hubs grows to by itself; 0 for none.')
@minValue(0)
@maxValue(40)
param eventHubsMaximumCapacity int = 0

@description('Partitions of each hub: the most instances that read one at once. Fixed once made.')
@minValue(1)
@maxValue(32)
param eventHubsPartitions int = 16

@description('Hours an event stays readable.')
@minValue(1)
@maxValue(2160)
param eventHubsRetentionHours int = 168

@description('Hub through which others publish events: who may send to it may publish for every tenant.')
@minLength(1)
param eventsHub string = 'events'

@description('Hub where others read what is published on topics, of every tenant; empty for none.')
param topicsHub string = 'topics'

@description('Consumer groups to make on the hub of topics, one for each reader.')
param topicsConsumerGroups string[] = []

@description('Tier of Key Vault.')
@allowed(['standard', 'premium'])
param keyVaultSku string = 'standard'

@description('Days in which deleted secrets and payloads can be brought back.')
@minValue(7)
@maxValue(90)
param softDeleteDays int = 30

@description('Days after which an event of a hub that could not be handled is deleted. Not for a storage account that is given: it has rules of its own.')
@minValue(1)
@maxValue(3650)
param deadLetterDays int = 30

@description('Object ids of groups that may set secrets in the vault.')
param secretsOfficerGroupIds string[] = []

@description('Make an Azure OpenAI account. Not needed to use one that is there: name it in existing.')
param deployOpenAi bool = false

@description('Models to deploy to the new Azure OpenAI account. The first one is the output AZURE_OPENAI_DEPLOYMENT, of an account that is there already too.')
param openAiDeployments modelDeployment[] = []

@description('Entra ID application that signs people and workloads in; without it only keys are accepted.')
param entra entraApplication?

@description('Name of the Key Vault secret that holds the bootstrap key; empty for none, which is what to aim for once people sign in with Entra ID.')
param adminKeySecretName string = ''

@description('Proxies in front of the app whose X-Forwarded-For entry is believed: 1 for Azure\'s front end alone, 2 with Front Door or a gateway before it.')
@minValue(0)
@maxValue(10)
param trustedProxyHops int = 1

@description('Further settings of the app, as docs/configuration.md names them. Not for keys.')
param appSettings object = {}

@description('Days that logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most GB of logs a day, -1 for no cap. When it is reached, alerts are blind until the next day.')
param logDailyCapGb int = -1

@description('Mail addresses that hear of alerts and of the budget.')
param alertEmails string[] = []

@description('Address that alerts are posted to; empty for none.')
@secure()
param alertWebhook string = ''

@description('Ask the app from outside whether it is ready. Not with private networking.')
param availabilityTest bool = true

@description('What this resource group may cost a month, in the currency of the subscription, before somebody is told; 0 for no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of a month; an existing budget must be given the same again.')
param budgetStartDate string = utcNow('yyyy-MM-01')

var token = uniqueString(resourceGroup().id, environmentName)
var suffix = '${environmentName}-${take(token, 6)}'
var isPrivate = networking == 'private'

var name = {
  identity: names.?identity ?? 'id-agentfunctions-${suffix}'
  logAnalytics: names.?logAnalytics ?? 'log-agentfunctions-${suffix}'
  applicationInsights: names.?applicationInsights ?? 'appi-agentfunctions-${suffix}'
  storage: names.?storage ?? 'stagent${token}'
  cosmos: names.?cosmos ?? 'cosmos-agentfunctions-${suffix}'
  eventHubs: names.?eventHubs ?? 'evhns-agentfunctions-${suffix}'
  keyVault: names.?keyVault ?? 'kv-agent-${take(token, 12)}'
  openAi: names.?openAi ?? 'oai-agentfunctions-${suffix}'
  plan: names.?plan ?? 'asp-agentfunctions-${suffix}'
  functionApp: names.?functionApp ?? 'func-agentfunctions-${suffix}'
  network: names.?network ?? 'vnet-agentfunctions-${suffix}'
  actionGroup: names.?actionGroup ?? 'ag-agentfunctions-${suffix}'
}

// Each is either given or made here under its name: one id either way.
var identityId = existing.?identityId ?? resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', name.identity)
var workspaceId = existing.?logAnalyticsId ?? resourceId('Microsoft.OperationalInsights/workspaces', name.logAnalytics)
var insightsId = existing.?applicationInsightsId ?? resourceId(
  'Microsoft.Insights/components',
  name.applicationInsights
)
var payloadContainer = 'agentfunctions-payloads'
var storageId = existing.?storageId ?? resourceId('Microsoft.Storage/storageAccounts', name.storage)
var cosmosId = existing.?cosmosId ?? resourceId('Microsoft.DocumentDB/databaseAccounts', name.cosmos)
var eventHubsId = existing.?eventHubsId ?? resourceId('Microsoft.EventHub/namespaces', name.eventHubs)
var keyVaultId = existing.?keyVaultId ?? resourceId('Microsoft.KeyVault/vaults', name.keyVault)
var openAiId = existing.?openAiId ?? resourceId('Microsoft.CognitiveServices/accounts', name.openAi)
var actionGroupId = existing.?actionGroupId ?? resourceId('Microsoft.Insights/actionGroups', name.actionGroup)
var hasOpenAi = deployOpenAi || existing.?openAiId != null
var makesNetwork = isPrivate && existing.?appSubnetId == null
var networkId = resourceId('Microsoft.Network/virtualNetworks', name.network)
var appSubnetId = !isPrivate ? '' : existing.?appSubnetId ?? '${networkId}/subnets/app'
var endpointSubnetId = existing.?endpointSubnetId ?? '${networkId}/subnets/endpoints'

resource identityOfApp 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: last(split(identityId, '/'))
  scope: resourceGroup(split(identityId, '/')[2], split(identityId, '/')[4])
}

module identity 'modules/identity.bicep' = if (existing.?identityId == null) {
  params: {
    name: name.identity
    location: location
    tags: tags
  }
}

module logAnalytics 'modules/log-analytics.bicep' = if (existing.?logAnalyticsId == null) {
  params: {
    name: name.logAnalytics
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
    isPrivate: isPrivate
  }
}

module applicationInsights 'modules/application-insights.bicep' = if (existing.?applicationInsightsId == null) {
  params: {
    name: name.applicationInsights
    location: location
    tags: tags
    workspaceId: workspaceId
    isPrivate: isPrivate
  }
  dependsOn: [
    logAnalytics
  ]
}

module applicationInsightsAccess 'modules/application-insights-access.bicep' = {
  scope: resourceGroup(split(insightsId, '/')[2], split(insightsId, '/')[4])
  params: {
    applicationInsightsName: last(split(insightsId, '/'))
    identityId: identityId
    principalId: identityOfApp.properties.principalId
  }
  dependsOn: [
    identity
    applicationInsights
  ]
}

module storage 'modules/storage.bicep' = if (existing.?storageId == null) {
  params: {
    name: name.storage
    location: location
    tags: tags
    sku: storageSku
    workspaceId: workspaceId
    isPrivate: isPrivate
    softDeleteDays: softDeleteDays
    payloadContainer: payloadContainer
    deadLetterDays: deadLetterDays
  }
  dependsOn: [
    logAnalytics
  ]
}

module storageAccess 'modules/storage-access.bicep' = {
  scope: resourceGroup(split(storageId, '/')[2], split(storageId, '/')[4])
  params: {
    accountName: last(split(storageId, '/'))
    identityId: identityId
    principalId: identityOfApp.properties.principalId
    payloadContainer: payloadContainer
  }
  dependsOn: [
    identity
    storage
  ]
}

module cosmosAccount 'modules/cosmos.bicep' = if (existing.?cosmosId == null) {
  params: {
    name: name.cosmos
    location: location
    tags: tags
    scale: cosmos
    workspaceId: workspaceId
    isPrivate: isPrivate
  }
  dependsOn: [
    logAnalytics
  ]
}

module cosmosAccess 'modules/cosmos-access.bicep' = {
  scope: resourceGroup(split(cosmosId, '/')[2], split(cosmosId, '/')[4])
  params: {
    accountName: last(split(cosmosId, '/'))
    databaseName: cosmosDatabase
    scale: cosmos
    identityId: identityId
    principalId: identityOfApp.properties.principalId
    vectorDimensions: vectorDimensions
  }
  dependsOn: [
    identity
    cosmosAccount
  ]
}

module eventHubs 'modules/event-hubs.bicep' = if (existing.?eventHubsId == null) {
  params: {
    name: name.eventHubs
    location: location
    tags: tags
    sku: eventHubsSku
    capacity: eventHubsCapacity
    maximumCapacity: eventHubsMaximumCapacity
    workspaceId: workspaceId
    isPrivate: isPrivate
  }
  dependsOn: [
    logAnalytics
  ]
}

module eventHubsAccess 'modules/event-hubs-access.bicep' = {
  scope: resourceGroup(split(eventHubsId, '/')[2], split(eventHubsId, '/')[4])
  params: {
    namespaceName: last(split(eventHubsId, '/'))
    identityId: identityId
    principalId: identityOfApp.properties.principalId
    partitions: eventHubsPartitions
    retentionHours: eventHubsRetentionHours
    eventsHub: eventsHub
    topicsHub: topicsHub
    topicsConsumerGroups: topicsConsumerGroups
  }
  dependsOn: [
    identity
    eventHubs
  ]
}

module keyVault 'modules/key-vault.bicep' = if (existing.?keyVaultId == null) {
  params: {
    name: name.keyVault
    location: location
    tags: tags
    sku: keyVaultSku
    workspaceId: workspaceId
    isPrivate: isPrivate
    softDeleteDays: softDeleteDays
  }
  dependsOn: [
    logAnalytics
  ]
}

module keyVaultAccess 'modules/key-vault-access.bicep' = {
  scope: resourceGroup(split(keyVaultId, '/')[2], split(keyVaultId, '/')[4])
  params: {
    vaultName: last(split(keyVaultId, '/'))
    identityId: identityId
    principalId: identityOfApp.properties.principalId
    secretsOfficerGroupIds: secretsOfficerGroupIds
  }
  dependsOn: [
    identity
    keyVault
  ]
}

module openAi 'modules/open-ai.bicep' = if (deployOpenAi && existing.?openAiId == null) {
  params: {
    name: name.openAi
    location: location
    tags: tags
    deployments: openAiDeployments
    workspaceId: workspaceId
    isPrivate: isPrivate
  }
  dependsOn: [
    logAnalytics
  ]
}

module openAiAccess 'modules/open-ai-access.bicep' = if (hasOpenAi) {
  scope: resourceGroup(split(openAiId, '/')[2], split(openAiId, '/')[4])
  params: {
    accountName: last(split(openAiId, '/'))
    identityId: identityId
    principalId: identityOfApp.properties.principalId
  }
  dependsOn: [
    identity
    openAi
  ]
}

module network 'modules/network.bicep' = if (makesNetwork) {
  params: {
    name: name.network
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
    workspaceId: workspaceId
  }
  dependsOn: [
    logAnalytics
  ]
}

module monitorPrivateLink 'modules/monitor-private-link.bicep' = if (isPrivate && existing.?logAnalyticsId == null && existing.?applicationInsightsId == null) {
  params: {
    name: 'ampls-agentfunctions-${suffix}'
    tags: tags
    workspaceId: workspaceId
    applicationInsightsId: insightsId
  }
  dependsOn: [
    applicationInsights
  ]
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: name.functionApp
    planName: name.plan
    location: location
    tags: tags
    scale: scale
    zoneRedundant: zoneRedundant
    identityId: identityId
    applicationInsightsId: insightsId
    workspaceId: workspaceId
    isPrivate: isPrivate
    subnetId: appSubnetId
    storageAccountName: last(split(storageId, '/'))
    packageUrl: storageAccess.outputs.packageUrl
    blobEndpoint: storageAccess.outputs.blobEndpoint
    payloadContainer: storageAccess.outputs.payloadContainer
    cosmosEndpoint: cosmosAccess.outputs.endpoint
    cosmosDatabase: cosmosDatabase
    vectorDimensions: vectorDimensions
    eventHubsNamespace: eventHubsAccess.outputs.fullyQualifiedNamespace
    usageHub: eventHubsAccess.outputs.usageHub
    eventsHub: eventsHub
    topicsHub: topicsHub
    keyVaultUri: keyVaultAccess.outputs.uri
    entra: entra
    adminKeySecretName: adminKeySecretName
    trustedProxyHops: trustedProxyHops
    furtherSettings: appSettings
  }
  dependsOn: [
    applicationInsightsAccess
    network
  ]
}

module privateNetworking 'modules/private-networking.bicep' = if (isPrivate) {
  params: {
    location: location
    tags: tags
    namePrefix: 'pep-agentfunctions-${suffix}'
    networkId: join(take(split(endpointSubnetId, '/'), 9), '/')
    endpointSubnetId: endpointSubnetId
    privateDnsZoneIds: existing.?privateDnsZoneIds ?? {}
    storageId: existing.?storageId == null ? storageId : ''
    cosmosId: existing.?cosmosId == null ? cosmosId : ''
    eventHubsId: existing.?eventHubsId == null ? eventHubsId : ''
    keyVaultId: existing.?keyVaultId == null ? keyVaultId : ''
    openAiId: deployOpenAi && existing.?openAiId == null ? openAiId : ''
    functionAppId: resourceId('Microsoft.Web/sites', name.functionApp)
    monitorScopeId: existing.?logAnalyticsId == null && existing.?applicationInsightsId == null
      ? resourceId('Microsoft.Insights/privateLinkScopes', 'ampls-agentfunctions-${suffix}')
      : ''
  }
  dependsOn: [
    network
    storage
    cosmosAccount
    eventHubs
    keyVault
    openAi
    functionApp
    monitorPrivateLink
  ]
}

module actionGroup 'modules/action-group.bicep' = if (existing.?actionGroupId == null) {
  params: {
    name: name.actionGroup
    tags: tags
    emails: alertEmails
    webhook: alertWebhook
  }
}

module metricAlerts 'modules/metric-alerts.bicep' = {
  params: {
    tags: tags
    actionGroupId: actionGroupId
    storageId: existing.?storageId == null ? storageId : ''
    cosmosId: existing.?cosmosId == null ? cosmosId : ''
    eventHubsId: existing.?eventHubsId == null ? eventHubsId : ''
    keyVaultId: existing.?keyVaultId == null ? keyVaultId : ''
  }
  dependsOn: [
    actionGroup
    storage
    cosmosAccount
    eventHubs
    keyVault
  ]
}

module queryAlerts 'modules/query-alerts.bicep' = {
  params: {
    location: location
    tags: tags
    applicationInsightsId: insightsId
    actionGroupId: actionGroupId
  }
  dependsOn: [
    applicationInsights
    actionGroup
  ]
}

module workbooks 'modules/workbooks.bicep' = {
  params: {
    location: location
    tags: tags
    applicationInsightsId: insightsId
  }
  dependsOn: [
    applicationInsights
  ]
}

module availability 'modules/availability-test.bicep' = if (availabilityTest && !isPrivate) {
  params: {
    name: 'ready-agentfunctions-${suffix}'
    location: location
    tags: tags
    applicationInsightsId: insightsId
    hostName: functionApp.outputs.hostName
    actionGroupId: actionGroupId
  }
  dependsOn: [
    applicationInsights
    actionGroup
  ]
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  params: {
    name: 'agentfunctions-${suffix}'
    amount: monthlyBudget
    startDate: budgetStartDate
    emails: alertEmails
    actionGroupId: actionGroupId
  }
  dependsOn: [
    actionGroup
  ]
}

@description('Name of the Function App.')
output FUNCTION_APP_NAME string = functionApp.outputs.name

@description('Where the app answers.')
output AGENTFUNCTIONS_URL string = 'https://${functionApp.outputs.hostName}'

@description('Vault that secrets of providers and tools belong in.')
output KEY_VAULT_URI string = keyVaultAccess.outputs.uri

@description('What a provider of the type azure-openai names as its endpoint; empty without one.')
output AZURE_OPENAI_ENDPOINT string = hasOpenAi ? openAiAccess!.outputs.endpoint : ''

@description('Deployment that the model chat of manifests/azure-openai-identity is; empty without one.')
output AZURE_OPENAI_DEPLOYMENT string = hasOpenAi && !empty(openAiDeployments) ? openAiDeployments[0].name : ''

@description('Application Insights of the app.')
output APPLICATION_INSIGHTS_ID string = insightsId
