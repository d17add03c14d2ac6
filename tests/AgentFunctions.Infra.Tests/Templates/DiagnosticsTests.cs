namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>Every resource says what happens in it.</summary>
public sealed class DiagnosticsTests
{
    private const string Settings = "Microsoft.Insights/diagnosticSettings";

    // Azure has no diagnostic settings for these, or they are parts of a resource that has them: changes to them are in the activity log.
    private static readonly HashSet<string> Without = new(StringComparer.Ordinal)
    {
        Settings,
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.CognitiveServices/accounts/deployments",
        "Microsoft.Consumption/budgets",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
        "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
        "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions",
        "Microsoft.EventHub/namespaces/eventhubs",
        "Microsoft.EventHub/namespaces/eventhubs/consumergroups",
        "Microsoft.Insights/actionGroups",
        "Microsoft.Insights/metricAlerts",
        "microsoft.insights/privateLinkScopes",
        "Microsoft.Insights/privateLinkScopes/scopedResources",
        "Microsoft.Insights/scheduledQueryRules",
        "Microsoft.Insights/webtests",
        "Microsoft.Insights/workbooks",
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "Microsoft.Network/privateDnsZones",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
        "Microsoft.Network/privateEndpoints",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
        "Microsoft.Storage/storageAccounts/managementPolicies",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
        "Microsoft.Web/sites/config",
    };

    [Fact]
    public void Resources_Diagnostics_AreSet()
    {
        var silent =
            from resource in CompiledTemplate.Resources
            where !Without.Contains(resource.Type)
            group resource by (resource.Module, resource.Type) into group1
            let settings = CompiledTemplate.OfType(Settings).Count(setting => setting.Module == group1.Key.Module && setting.Json.GetProperty("scope").GetString()!.Contains($"'{group1.Key.Type}'", StringComparison.Ordinal))
            where settings < group1.Count()
            select $"{group1.Key.Type} in {group1.Key.Module}";
        Assert.Empty(silent);
    }

    [Fact]
    public void Exempt_Types_AreMadeHere() => Assert.Empty(Without.Except(CompiledTemplate.Resources.Select(static resource => resource.Type)));

    [Fact]
    public void Settings_Target_IsTheWorkspace() => Assert.All(CompiledTemplate.OfType(Settings), static setting => Assert.NotNull(setting.Property("workspaceId")));
}
