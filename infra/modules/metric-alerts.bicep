// Alerts on what the platform measures of the resources made here. docs/operations.md says what each means and what to do.

param tags object
param actionGroupId string

@description('Empty where the resource was given by id: its owners watch it.')
param storageId string
param cosmosId string
param eventHubsId string
param keyVaultId string

var rules = [
  {
    name: 'cosmos-throughput'
    description: 'A partition of Cosmos DB uses more than 90 % of its throughput.'
    severity: 2
    target: cosmosId
    type: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'NormalizedRUConsumption'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 90
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'cosmos-throttled'
    description: 'Cosmos DB answered 429 more than 100 times in 5 minutes.'
    severity: 2
    target: cosmosId
    type: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'TotalRequests'
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 100
    window: 'PT5M'
    dimensions: [
      {
        name: 'StatusCode'
        operator: 'Include'
        values: ['429']
      }
    ]
  }
  {
    name: 'cosmos-availability'
    description: 'Cosmos DB was available for less than 99.9 % of an hour.'
    severity: 1
    target: cosmosId
    type: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'ServiceAvailability'
    aggregation: 'Minimum'
    operator: 'LessThan'
    threshold: json('99.9')
    window: 'PT1H'
    dimensions: []
  }
  {
    name: 'event-hubs-throttled'
    description: 'Event Hubs throttled requests: more throughput units are needed.'
    severity: 2
    target: eventHubsId
    type: 'Microsoft.EventHub/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'event-hubs-errors'
    description: 'Event Hubs answered with errors of its own.'
    severity: 2
    target: eventHubsId
    type: 'Microsoft.EventHub/namespaces'
    metric: 'ServerErrors'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'storage-availability'
    description: 'Storage was available for less than 99.9 % of 15 minutes: Durable Functions and leases depend on it.'
    severity: 1
    target: storageId
    type: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: json('99.9')
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'key-vault-availability'
    description: 'Key Vault was available for less than 99.9 % of 15 minutes: secrets that are not cached cannot be read.'
    severity: 2
    target: keyVaultId
    type: 'Microsoft.KeyVault/vaults'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: json('99.9')
    window: 'PT15M'
    dimensions: []
  }
]

resource made 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in filter(rules, rule => !empty(rule.target)): {
    name: 'agentfunctions-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [rule.target]
      targetResourceType: rule.type
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.name
            metricName: rule.metric
            timeAggregation: any(rule.aggregation)
            operator: any(rule.operator)
            threshold: rule.threshold
            dimensions: rule.dimensions
          }
        ]
      }
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
]
