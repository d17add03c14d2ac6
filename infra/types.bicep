// Shapes of the parameters of main.bicep.

@export()
@description('Names of resources; what is left out gets a name made from the name of the environment and a hash of the resource group.')
type resourceNames = {
  identity: string?
  logAnalytics: string?
  applicationInsights: string?
  storage: string?
  cosmos: string?
  eventHubs: string?
  keyVault: string?
  openAi: string?
  plan: string?
  functionApp: string?
  network: string?
  actionGroup: string?
}

@export()
@description('Full resource ids of what exists already and is to be used instead of a new one, also in other resource groups and subscriptions. Access is granted there; settings of the resource itself are left as they are.')
type existingResources = {
  identityId: string?
  logAnalyticsId: string?
  applicationInsightsId: string?
  storageId: string?
  cosmosId: string?
  eventHubsId: string?
  keyVaultId: string?
  openAiId: string?
  actionGroupId: string?

  @description('Subnet for the app: delegated to Microsoft.App/environments, /27 or larger. Private networking only.')
  appSubnetId: string?

  @description('Subnet for the private endpoints. Private networking only; give both subnets or none.')
  endpointSubnetId: string?

  @description('Private DNS zones by their name, where they are managed centrally: {"privatelink.vaultcore.azure.net": "/subscriptions/..."}. Zones left out are made here and linked to the network.')
  privateDnsZoneIds: object?
}

@export()
@description('Size of the app.')
type appScale = {
  @description('Memory of an instance in MB.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Most instances at once.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('Instances kept warm for HTTP. At zero a timer runs the jobs every minute; with one they come back at their own intervals, some of a second.')
  @minValue(0)
  @maxValue(1000)
  alwaysReadyHttp: int

  @description('Instances kept warm for Durable orchestrations and activities.')
  @minValue(0)
  @maxValue(1000)
  alwaysReadyDurable: int

  @description('HTTP requests an instance takes at once. Model calls wait for providers most of their time.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int
}

@export()
@description('Throughput of Cosmos DB.')
type cosmosScale = {
  @description('serverless: pay per request, one region, at most 5,000 RU/s a physical partition. autoscale: a maximum for each container.')
  mode: 'autoscale' | 'serverless'

  @description('Most RU/s of each container; billed from a tenth of it. Steps of 1,000.')
  containers: {
    resources: int
    ledger: int
    sessions: int
    memory: int
    runs: int
    audit: int
    usage: int
    streams: int
  }

  @description('How far back a restore can go.')
  backup: 'Continuous7Days' | 'Continuous30Days'

  @description('Further regions, in the order of fail-over; not with serverless.')
  furtherRegions: string[]

  @description('Spread over availability zones, where the region has them.')
  zoneRedundant: bool
}

@export()
@description('A model deployed to the Azure OpenAI account.')
type modelDeployment = {
  name: string
  model: string
  version: string
  sku: string

  @description('Thousands of tokens a minute.')
  capacity: int
}

@export()
@description('Which Entra ID application signs people and workloads in. infra/entra.sh makes one and prints these.')
type entraApplication = {
  tenantId: string

  @description('Application (client) id.')
  clientId: string

  @description('What tokens must be for: the application ID URI, or the client id.')
  audience: string
}
