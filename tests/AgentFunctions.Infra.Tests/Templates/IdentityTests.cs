using System.Text.RegularExpressions;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>No keys: who calls what is a matter of identities and roles, and roles are no wider than listed here.</summary>
public sealed partial class IdentityTests
{
    // Everything the app, or a person, may be given.
    private static readonly Dictionary<string, string> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["a638d3c7-ab3a-418d-83e6-5f17a39d4fde"] = "Azure Event Hubs Data Receiver",
        ["2b629674-e913-4c01-ae53-ef4638d8f975"] = "Azure Event Hubs Data Sender",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"] = "Cognitive Services OpenAI User",
    };

    [Fact]
    public void Roles_Listed_AreAll() =>
        Assert.Equal(Roles.Keys.Order(StringComparer.Ordinal), Guids().Matches(CompiledTemplate.Text).Select(static match => match.Value).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Roles_Scope_IsAResourceNeverAGroup()
    {
        var assignments = CompiledTemplate.OfType("Microsoft.Authorization/roleAssignments").ToList();
        Assert.True(assignments.Count == 8);
        Assert.All(assignments, static assignment => Assert.Contains("resourceId('Microsoft.", assignment.Json.GetProperty("scope").GetString()!, StringComparison.Ordinal));
    }

    // What others send is only read, what others read is only sent: neither right is wider than the direction.
    [Theory]
    [InlineData("parameters('eventsHub')", "receiver")]
    [InlineData("parameters('topicsHub')", "sender")]
    public void Roles_OnTheHubsOfEventsAndTopics_AreOneDirectionOnly(string hub, string role)
    {
        var assignment = Assert.Single(CompiledTemplate.OfType("Microsoft.Authorization/roleAssignments"), one => one.Module == "eventHubsAccess" && one.Json.GetProperty("scope").GetString()!.Contains(hub, StringComparison.Ordinal));

        Assert.Contains($"variables('{role}')", assignment.Property("roleDefinitionId"), StringComparison.Ordinal);
    }

    [Fact]
    public void CosmosRole_Actions_AreDocumentsOnly()
    {
        var role = Assert.Single(CompiledTemplate.OfType("Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions"));
        var actions = role.Json.GetProperty("properties").GetProperty("permissions")[0].GetProperty("dataActions").EnumerateArray().Select(static action => action.GetString());
        Assert.Equal(
            [
                "Microsoft.DocumentDB/databaseAccounts/readMetadata",
                "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery",
                "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed",
                "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*",
            ],
            actions);
        var assignment = Assert.Single(CompiledTemplate.OfType("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments"));
        Assert.Contains("/dbs/", assignment.Property("scope"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "disableLocalAuth", "true")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "disableKeyBasedMetadataWriteAccess", "true")]
    [InlineData("Microsoft.EventHub/namespaces", "disableLocalAuth", "true")]
    [InlineData("Microsoft.CognitiveServices/accounts", "disableLocalAuth", "true")]
    [InlineData("Microsoft.Insights/components", "DisableLocalAuth", "true")]
    [InlineData("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "isLocalUserEnabled", "false")]
    [InlineData("Microsoft.KeyVault/vaults", "enableRbacAuthorization", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "enablePurgeProtection", "true")]
    [InlineData("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", "false")]
    public void LocalAuthentication_Everywhere_IsOff(string type, string property, string value)
    {
        var found = CompiledTemplate.OfType(type).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, resource => Assert.Equal(value, resource.Property(property)));
    }

    [Fact]
    public void Workspace_LocalAuthentication_IsOff() =>
        Assert.Equal("true", Assert.Single(CompiledTemplate.OfType("Microsoft.OperationalInsights/workspaces")).Property("features", "disableLocalAuth"));

    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("listServiceSas")]
    [InlineData("listConnectionStrings")]
    [InlineData("listSecrets")]
    [InlineData("AccountKey=")]
    [InlineData("SharedAccessKey")]
    public void Template_Keys_AreNotAskedFor(string text) => Assert.DoesNotContain(text, CompiledTemplate.Text, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Settings_Names_HoldNoKeys()
    {
        var template = Assert.Single(CompiledTemplate.OfType("Microsoft.Web/sites/config")).Template.GetRawText();
        string[] names = [.. Setting().Matches(template).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.Contains("AzureWebJobsStorage__accountName", names);
        Assert.Contains("EventHubs__fullyQualifiedNamespace", names);
        Assert.DoesNotContain("AzureWebJobsStorage", names);

        // An address and a way to sign in: only identities with a role may send there (DisableLocalAuth).
        string[] addresses = ["APPLICATIONINSIGHTS_CONNECTION_STRING"];
        Assert.DoesNotContain(names.Except(addresses), static name => Secret().IsMatch(name) && name != "AGENTFUNCTIONS_ADMIN_KEY");
        Assert.Contains("@Microsoft.KeyVault(SecretUri=", template, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Guids();

    [GeneratedRegex("(key$|secret$|password|connectionstring|connection_string|sas$)", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("(?:'|u0027)((?:AzureWebJobs|EventHubs__|AgentFunctions__|AGENTFUNCTIONS_|APPLICATIONINSIGHTS_|AZURE_)[A-Za-z_]*)")]
    private static partial Regex Setting();
}
