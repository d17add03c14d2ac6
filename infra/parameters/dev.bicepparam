using '../main.bicep'

// Small and cheap: pay per request where that is offered, nothing replicated. Values of people and subscriptions come from the environment (azd env set, or the pipeline's variables).

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')

param tags = {
  'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
  environment: 'dev'
  product: 'agentfunctions'
}

param scale = {
  instanceMemoryMB: 2048
  maximumInstances: 10
  alwaysReadyHttp: 1
  alwaysReadyDurable: 0
  httpConcurrency: 50
}

param cosmos = {
  mode: 'serverless'
  containers: {
    resources: 1000
    ledger: 1000
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

param storageSku = 'Standard_LRS'
param eventHubsPartitions = 4
param eventHubsRetentionHours = 24
param softDeleteDays = 7
param logRetentionDays = 30
param logDailyCapGb = 1

param alertEmails = filter(
  split(readEnvironmentVariable('AGENTFUNCTIONS_ALERT_EMAILS', ''), ','),
  email => !empty(email)
)

// A pipeline passes what is not set as an empty text.
var monthlyBudgetText = readEnvironmentVariable('AGENTFUNCTIONS_MONTHLY_BUDGET', '')
param monthlyBudget = empty(monthlyBudgetText) ? 0 : int(monthlyBudgetText)
var budgetStart = readEnvironmentVariable('AGENTFUNCTIONS_BUDGET_START', '')
param budgetStartDate = empty(budgetStart) ? '2026-01-01' : budgetStart
param adminKeySecretName = readEnvironmentVariable('AGENTFUNCTIONS_ADMIN_KEY_SECRET', '')

param entra = empty(readEnvironmentVariable('AGENTFUNCTIONS_ENTRA_CLIENT_ID', ''))
  ? null
  : {
      tenantId: readEnvironmentVariable('AGENTFUNCTIONS_ENTRA_TENANT_ID', '')
      clientId: readEnvironmentVariable('AGENTFUNCTIONS_ENTRA_CLIENT_ID', '')
      audience: readEnvironmentVariable('AGENTFUNCTIONS_ENTRA_AUDIENCE', '')
    }

// Azure OpenAI: a new account with one model, or the one that is named by its resource id. The deployment bears the model's name: that is what the price list goes by.
var deployOpenAiText = readEnvironmentVariable('AGENTFUNCTIONS_DEPLOY_OPENAI', '')
param deployOpenAi = empty(deployOpenAiText) ? false : bool(deployOpenAiText)
var openAiId = readEnvironmentVariable('AGENTFUNCTIONS_OPENAI_ID', '')
param existing = empty(openAiId) ? {} : { openAiId: openAiId }
var openAiModel = readEnvironmentVariable('AGENTFUNCTIONS_OPENAI_MODEL', '')
var openAiModelVersion = readEnvironmentVariable('AGENTFUNCTIONS_OPENAI_MODEL_VERSION', '')
param openAiDeployments = [
  {
    name: empty(openAiModel) ? 'gpt-4.1-mini' : openAiModel
    model: empty(openAiModel) ? 'gpt-4.1-mini' : openAiModel
    version: empty(openAiModelVersion) ? '2025-04-14' : openAiModelVersion
    sku: 'GlobalStandard'
    capacity: 50
  }
]
