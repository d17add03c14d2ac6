using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Authentication.Entra;
using AgentFunctions.Http.Hosting;
using AgentFunctions.TestKit.Configuration;

namespace AgentFunctions.Http.Tests.Configuration;

public sealed class ConfigurationDocumentationTests
{
    [Theory]
    [InlineData(typeof(AgentFunctionsHttpOptions), AgentFunctionsHttpOptions.SectionName)]
    [InlineData(typeof(GatewayOptions), GatewayOptions.SectionName)]
    [InlineData(typeof(AnomalyOptions), AnomalyOptions.SectionName)]
    [InlineData(typeof(LedgerOptions), LedgerOptions.SectionName)]
    [InlineData(typeof(RunsOptions), RunsOptions.SectionName)]
    [InlineData(typeof(MemoryOptions), MemoryOptions.SectionName)]
    [InlineData(typeof(HandleOptions), HandleOptions.SectionName)]
    [InlineData(typeof(ApprovalsOptions), ApprovalsOptions.SectionName)]
    [InlineData(typeof(SubscriptionOptions), SubscriptionOptions.SectionName)]
    [InlineData(typeof(SessionOptions), SessionOptions.SectionName)]
    [InlineData(typeof(StatementOptions), StatementOptions.SectionName)]
    [InlineData(typeof(KeyOptions), KeyOptions.SectionName)]
    [InlineData(typeof(EntraOptions), EntraOptions.SectionName)]
    public void ConfigurationPage_EveryOption_HasARowWithItsDefault(Type options, string section) => Assert.Empty(ConfigurationPage.Differences(options, section));
}
