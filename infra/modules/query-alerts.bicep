// Alerts on what the app itself reports: a rule for each file of infra/queries that is not an investigation. A row of the query is the alert; its thresholds are in the file. docs/operations.md says what each means and what to do.

param location string
param tags object
param applicationInsightsId string
param actionGroupId string

var rules = [
  {
    name: 'not-reporting'
    description: 'The app is up but says nothing: no request was measured. Without telemetry every other alert here is silent too.'
    query: loadTextContent('../queries/not-reporting.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
  }
  {
    name: 'server-errors'
    description: 'More than 2 % of answers were errors of ours or of what we depend on.'
    query: loadTextContent('../queries/server-errors.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
  }
  {
    name: 'control-plane-unavailable'
    description: 'Calls were refused because the store could not be reached or state could not be confirmed within two seconds.'
    query: loadTextContent('../queries/control-plane-unavailable.kql')
    severity: 1
    window: 'PT5M'
    every: 'PT5M'
  }
  {
    name: 'providers-failing'
    description: 'A provider fails, times out, throttles or breaks off more than every fifth attempt.'
    query: loadTextContent('../queries/providers-failing.kql')
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
  }
  {
    name: 'targets-cooling'
    description: 'Every target of a model is cooling after failures: its calls are refused.'
    query: loadTextContent('../queries/targets-cooling.kql')
    severity: 1
    window: 'PT5M'
    every: 'PT5M'
  }
  {
    name: 'first-token-slow'
    description: 'Streams of a provider begin after more than 10 s on average.'
    query: loadTextContent('../queries/first-token-slow.kql')
    severity: 3
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'calls-timing-out'
    description: 'More than 5 % of the calls of a model end at a time-out.'
    query: loadTextContent('../queries/calls-timing-out.kql')
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'limits-near'
    description: 'A limit of money, tokens or requests passed 80 %.'
    query: loadTextContent('../queries/limits-near.kql')
    severity: 3
    window: 'PT1H'
    every: 'PT1H'
  }
  {
    name: 'limits-exhausted'
    description: 'A limit has nothing left and refuses calls.'
    query: loadTextContent('../queries/limits-exhausted.kql')
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'spend-jump'
    description: 'A team spent more in the last hour than four times its mean of the day before, and more than 10 USD.'
    query: loadTextContent('../queries/spend-jump.kql')
    severity: 2
    window: 'P1D'
    every: 'PT1H'
  }
  {
    name: 'runaway-runs'
    description: 'An agent or a run spends far more than is usual, or runs start runs without an end.'
    query: loadTextContent('../queries/runaway-runs.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
  }
  {
    name: 'runs-failing'
    description: 'More than every fifth run that ended failed or was not over in its time.'
    query: loadTextContent('../queries/runs-failing.kql')
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
  }
  {
    name: 'approvals-waiting'
    description: 'People were reminded of an approval that still waits: a run stands still.'
    query: loadTextContent('../queries/approvals-waiting.kql')
    severity: 3
    window: 'PT1H'
    every: 'PT1H'
  }
  {
    name: 'approvals-expired'
    description: 'Nobody decided in time, which means no.'
    query: loadTextContent('../queries/approvals-expired.kql')
    severity: 2
    window: 'PT1H'
    every: 'PT1H'
  }
  {
    name: 'break-glass'
    description: 'Somebody decided an approval who is not among its approvers.'
    query: loadTextContent('../queries/break-glass.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'tools-unknown-outcome'
    description: 'Nobody knows whether a tool call took effect: a person must say.'
    query: loadTextContent('../queries/tools-unknown-outcome.kql')
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'tools-failing'
    description: 'A tool answers with errors more than every fifth time.'
    query: loadTextContent('../queries/tools-failing.kql')
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'reconciliation-failed'
    description: 'Ledger and usage differ: what was charged and what is reported are not the same.'
    query: loadTextContent('../queries/reconciliation-failed.kql')
    severity: 1
    window: 'PT1H'
    every: 'PT1H'
  }
  {
    name: 'target-overrun'
    description: 'A provider used more than it was asked to keep to; its target is refused until somebody clears it.'
    query: loadTextContent('../queries/target-overrun.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'keys-expiring'
    description: 'Keys end within a day, or have ended.'
    query: loadTextContent('../queries/keys-expiring.kql')
    severity: 2
    window: 'PT1H'
    every: 'PT1H'
  }
  {
    name: 'keys-rejected'
    description: 'Many calls with keys that are none: somebody tries, or a rotated key is still in use.'
    query: loadTextContent('../queries/keys-rejected.kql')
    severity: 3
    window: 'PT15M'
    every: 'PT15M'
  }
  {
    name: 'ledger-unsettled'
    description: 'What calls came to could not be written down: it is charged at its bound when holds expire.'
    query: loadTextContent('../queries/ledger-unsettled.kql')
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
  }
  {
    name: 'jobs-failing'
    description: 'A job (sweeps, relays, retention, schedules) failed again and again.'
    query: loadTextContent('../queries/jobs-failing.kql')
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
  }
  {
    name: 'events-undelivered'
    description: 'Events or notifications were given up: dead letters wait for somebody.'
    query: loadTextContent('../queries/events-undelivered.kql')
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
  }
]

resource made 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'agentfunctions-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'AgentFunctions: ${rule.name}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [applicationInsightsId]
      evaluationFrequency: rule.every
      windowSize: rule.window
      autoMitigate: true
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroupId]
      }
    }
  }
]
