import { cosmosScale } from '../types.bicep'

// Database and containers in a Cosmos DB account, new or given, and the data-plane role of the app's identity on that database.

param accountName string
param databaseName string
param scale cosmosScale
param identityId string
param principalId string

@description('Numbers of the embedding that memory is searched by; a container keeps the number it was made with.')
param vectorDimensions int

// Partition keys as the store contract has them: the tenant first, so that a tenant is never one partition.
var containers = [
  {
    name: 'resources'
    keys: ['/tenantId']
  }
  {
    name: 'ledger'
    keys: ['/tenantId', '/shard']
  }
  {
    name: 'sessions'
    keys: ['/tenantId', '/sessionId']
  }
  {
    name: 'memory'
    keys: ['/tenantId', '/agentId']
  }
  {
    name: 'runs'
    keys: ['/tenantId', '/runId']
  }
  {
    name: 'audit'
    keys: ['/tenantId', '/segment']
  }
  {
    name: 'usage'
    keys: ['/tenantId', '/month']
  }
  {
    name: 'streams'
    keys: ['/tenantId', '/topic']
  }
]

var plainIndex = {
  indexingMode: 'consistent'
  automatic: true
  includedPaths: [
    {
      path: '/*'
    }
  ]
  excludedPaths: [
    {
      path: '/"_etag"/?'
    }
  ]
}

// What is read in the order of a property, ties broken by the id, needs an index of both.
var sessionsIndex = union(plainIndex, {
  compositeIndexes: [
    [
      {
        path: '/body/startedAt'
        order: 'ascending'
      }
      {
        path: '/id'
        order: 'ascending'
      }
    ]
  ]
})

var memoryIndex = union(plainIndex, {
  compositeIndexes: [
    [
      {
        path: '/body/at'
        order: 'ascending'
      }
      {
        path: '/id'
        order: 'ascending'
      }
    ]
    [
      {
        path: '/at'
        order: 'ascending'
      }
      {
        path: '/id'
        order: 'ascending'
      }
    ]
  ]
  excludedPaths: [
    {
      path: '/"_etag"/?'
    }
    {
      path: '/embedding/*'
    }
  ]
  fullTextIndexes: [
    {
      path: '/text'
    }
  ]
  vectorIndexes: [
    {
      path: '/embedding'
      type: 'diskANN'
      vectorIndexShardKey: ['/tenantId']
    }
  ]
})

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: accountName
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
  }
}

// One after another: an account makes one container at a time and refuses the others.
@batchSize(1)
resource made 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = [
  for container in containers: {
    parent: database
    name: container.name
    properties: {
      options: scale.mode == 'serverless'
        ? {}
        : {
            autoscaleSettings: {
              maxThroughput: scale.containers[container.name]
            }
          }
      resource: union(
        {
          id: container.name
          partitionKey: {
            kind: length(container.keys) == 1 ? 'Hash' : 'MultiHash'
            paths: container.keys
            version: 2
          }

          // Documents say themselves when they expire.
          defaultTtl: -1
          indexingPolicy: container.name == 'memory'
            ? memoryIndex
            : container.name == 'sessions' ? sessionsIndex : plainIndex
        },
        container.name == 'memory'
          ? {
              fullTextPolicy: {
                defaultLanguage: 'en-US'
                fullTextPaths: [
                  {
                    path: '/text'
                    language: 'en-US'
                  }
                ]
              }
              vectorEmbeddingPolicy: {
                vectorEmbeddings: [
                  {
                    path: '/embedding'
                    dataType: 'float32'
                    dimensions: vectorDimensions
                    distanceFunction: 'cosine'
                  }
                ]
              }
            }
          : {}
      )
    }
  }
]

// Narrower than the built-in contributor: documents and queries, no stored procedures, no conflicts, no containers.
resource dataRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-10-15' = {
  parent: account
  name: guid(account.id, databaseName, 'agentfunctions-documents')
  properties: {
    roleName: 'AgentFunctions documents (${databaseName})'
    type: 'CustomRole'
    assignableScopes: [
      '${account.id}/dbs/${databaseName}'
    ]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/readMetadata'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*'
        ]
      }
    ]
  }
  dependsOn: [
    database
  ]
}

resource dataAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: account
  name: guid(account.id, databaseName, identityId)
  properties: {
    principalId: principalId
    roleDefinitionId: dataRole.id
    scope: '${account.id}/dbs/${databaseName}'
  }
}

output endpoint string = account.properties.documentEndpoint
