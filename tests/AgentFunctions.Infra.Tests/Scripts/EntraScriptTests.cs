using System.Text.Json;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Scripts;

/// <summary>infra/entra.sh over a stand-in that refuses what Microsoft Graph refuses: people get tokens through the Azure CLI, and a second run changes nothing.</summary>
public sealed class EntraScriptTests : IDisposable
{
    private static readonly string[] Azd = ["AZURE_ENV_NAME=dev", "AGENTFUNCTIONS_BUDGET_START=2026-11-01"];
    private static readonly string[] Roles = ["Operator", "Approver", "Auditor"];

    private readonly FakeCloud _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public void Run_NothingThere_MakesRolesAndAScopeThatTheAzureCliMayUse()
    {
        AssertDone(_cloud.Run("infra/entra.sh", Azd));

        var app = _cloud.Application;
        Assert.Equal("api://" + FakeCloud.ClientId, Assert.Single(app.GetProperty("identifierUris").EnumerateArray()).GetString());
        Assert.Equal(Roles, app.GetProperty("appRoles").EnumerateArray().Select(static role => role.GetProperty("value").GetString()));
        var scope = Assert.Single(Scopes(app));
        Assert.Equal(("user_impersonation", "User", true), (scope.GetProperty("value").GetString(), scope.GetProperty("type").GetString(), scope.GetProperty("isEnabled").GetBoolean()));
        var client = Assert.Single(Clients(app));
        Assert.Equal(FakeCloud.AzureCli, client.GetProperty("appId").GetString());
        Assert.Equal(scope.GetProperty("id").GetString(), Assert.Single(client.GetProperty("delegatedPermissionIds").EnumerateArray()).GetString());
        Assert.Contains("ad sp update --id object-of-principal --set appRoleAssignmentRequired=true", string.Join('\n', _cloud.Log("az.log")), StringComparison.Ordinal);
        Assert.Contains("AGENTFUNCTIONS_ENTRA_AUDIENCE=api://" + FakeCloud.ClientId, _cloud.Log("azd.env"));
    }

    [Fact]
    public void Run_Again_WithWhatAzdKept_WritesNothing()
    {
        AssertDone(_cloud.Run("infra/entra.sh", Azd));
        var made = _cloud.Application.GetRawText();
        var before = _cloud.Log("az.log").Length;

        AssertDone(_cloud.Run("infra/entra.sh", [.. Azd, .. _cloud.Log("azd.env")]));

        Assert.Equal(made, _cloud.Application.GetRawText());
        Assert.DoesNotContain(_cloud.Log("az.log").Skip(before), static call => call.Contains(" create ", StringComparison.Ordinal) || call.Contains(" update ", StringComparison.Ordinal) || call.Contains("rest ", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ApplicationOfAnEarlierVersion_GetsTheScope_AndKeepsWhatOthersAdded()
    {
        AssertDone(_cloud.Run("infra/entra.sh", Azd));
        var roles = _cloud.Application.GetProperty("appRoles").GetRawText();
        File.WriteAllText(_cloud.In("app.json"), $$$"""
            {"id":"object-of-app","appId":"{{{FakeCloud.ClientId}}}","displayName":"agentfunctions-dev","identifierUris":["api://{{{FakeCloud.ClientId}}}","https://agents.example.com"],"appRoles":{{{roles}}},
             "api":{"requestedAccessTokenVersion":2,"oauth2PermissionScopes":[{"id":"theirs","value":"read","type":"User","isEnabled":true,"origin":"Application"}],
             "preAuthorizedApplications":[{"appId":"their-client","delegatedPermissionIds":["theirs"]}]}}
            """);

        AssertDone(_cloud.Run("infra/entra.sh", [.. Azd, .. _cloud.Log("azd.env")]));

        var brought = _cloud.Application;
        Assert.Equal(["read", "user_impersonation"], Scopes(brought).Select(static scope => scope.GetProperty("value").GetString()));
        Assert.Equal(["their-client", FakeCloud.AzureCli], Clients(brought).Select(static client => client.GetProperty("appId").GetString()));
        Assert.Equal(2, brought.GetProperty("identifierUris").GetArrayLength());
    }

    [Fact]
    public void Run_ApplicationOfOthers_IsUsedAsItIs()
    {
        AssertDone(_cloud.Run("infra/entra.sh", [.. Azd, "AGENTFUNCTIONS_ENTRA_CLIENT_ID=theirs", "AGENTFUNCTIONS_ENTRA_TENANT_ID=t", "AGENTFUNCTIONS_ENTRA_AUDIENCE=api://theirs"]));

        Assert.Empty(_cloud.Log("az.log"));
        Assert.False(_cloud.HasApplication);
    }

    private static JsonElement[] Scopes(JsonElement app) => [.. app.GetProperty("api").GetProperty("oauth2PermissionScopes").EnumerateArray()];

    private static JsonElement[] Clients(JsonElement app) => [.. app.GetProperty("api").GetProperty("preAuthorizedApplications").EnumerateArray()];

    private static void AssertDone(Command command)
    {
        Assert.Equal("", command.Errors);
        Assert.Equal(0, command.ExitCode);
    }
}
