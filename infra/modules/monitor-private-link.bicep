// The scope through which telemetry leaves the network privately. One network sees one scope: give workspace and Application Insights by id where your network has one already.

param name string
param tags object
param workspaceId string
param applicationInsightsId string

resource linkScope 'Microsoft.Insights/privateLinkScopes@2021-07-01-preview' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    accessModeSettings: {
      ingestionAccessMode: 'PrivateOnly'
      queryAccessMode: 'PrivateOnly'
    }
  }

  resource workspace 'scopedResources' = {
    name: 'workspace'
    properties: {
      linkedResourceId: workspaceId
    }
  }

  resource insights 'scopedResources' = {
    name: 'application-insights'
    properties: {
      linkedResourceId: applicationInsightsId
    }
    dependsOn: [
      workspace
    ]
  }
}

output id string = linkScope.id
