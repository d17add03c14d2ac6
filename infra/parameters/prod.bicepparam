using '../main.bicep'

// Replicated within the region, warm, private. Values of people and subscriptions come from the environment (azd env set, or the pipeline's variables).

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')

param tags = {
  'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
  environment: 'prod'
  product: 'agentfunctions'
}

param networking = 'private'
param zoneRedundant = true

param scale = {
  instanceMemoryMB: 4096
  maximumInstances: 200
  alwaysReadyHttp: 3
  alwaysReadyDurable: 2
  httpConcurrency: 100
}

param cosmos = {
  mode: 'autoscale'
  containers: {
    resources: 4000
    ledger: 20000
    sessions: 10000
    memory: 10000
    runs: 10000
    audit: 4000
    usage: 10000
    streams: 4000
  }
  backup: 'Continuous30Days'
  furtherRegions: []
  zoneRedundant: true
}

param storageSku = 'Standard_ZRS'
param eventHubsSku = 'Standard'
param eventHubsCapacity = 2
param eventHubsMaximumCapacity = 20
param eventHubsPartitions = 32
param eventHubsRetentionHours = 168
param keyVaultSku = 'standard'
param softDeleteDays = 90
param logRetentionDays = 90
param logDailyCapGb = -1

param alertEmails = filter(
  split(readEnvironmentVariable('AGENTFUNCTIONS_ALERT_EMAILS', ''), ','),
  email => !empty(email)
)
param alertWebhook = readEnvironmentVariable('AGENTFUNCTIONS_ALERT_WEBHOOK', '')

// A pipeline passes what is not set as an empty text.
var monthlyBudgetText = readEnvironmentVariable('AGENTFUNCTIONS_MONTHLY_BUDGET', '')
param monthlyBudget = empty(monthlyBudgetText) ? 0 : int(monthlyBudgetText)
var budgetStart = readEnvironmentVariable('AGENTFUNCTIONS_BUDGET_START', '')
param budgetStartDate = empty(budgetStart) ? '2026-01-01' : budgetStart
param adminKeySecretName = readEnvironmentVariable('AGENTFUNCTIONS_ADMIN_KEY_SECRET', '')

// One of the zones' front ends and what stands before it (docs/edge.md).
var trustedProxyHopsText = readEnvironmentVariable('AGENTFUNCTIONS_TRUSTED_PROXY_HOPS', '')
param trustedProxyHops = empty(trustedProxyHopsText) ? 2 : int(trustedProxyHopsText)

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
    capacity: 250
  }
]
