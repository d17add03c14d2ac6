// What operators look at first, in Application Insights under Workbooks.

param location string
param tags object
param applicationInsightsId string

var workbooks = [
  {
    name: 'Spend'
    content: loadTextContent('../workbook/spend.json')
  }
  {
    name: 'Calls'
    content: loadTextContent('../workbook/calls.json')
  }
  {
    name: 'Agents and runs'
    content: loadTextContent('../workbook/agents.json')
  }
]

resource made 'Microsoft.Insights/workbooks@2023-06-01' = [
  for workbook in workbooks: {
    name: guid(applicationInsightsId, workbook.name)
    location: location
    tags: tags
    kind: 'shared'
    properties: {
      category: 'workbook'
      displayName: 'AgentFunctions: ${workbook.name}'
      serializedData: workbook.content
      sourceId: applicationInsightsId
      version: 'Notebook/1.0'
    }
  }
]
