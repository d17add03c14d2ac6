using AgentFunctions.Cloud.Payloads;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>Dead letters of hubs end; payloads, which lie beside them, do not by a rule.</summary>
public sealed class DeadLetterRuleTests
{
    private static TemplateResource Rules => Assert.Single(CompiledTemplate.OfType("Microsoft.Storage/storageAccounts/managementPolicies"));

    [Fact]
    public void Rule_Only_IsForTheFolderOfDeadLetters()
    {
        var rule = Assert.Single(Rules.Json.GetProperty("properties").GetProperty("policy").GetProperty("rules").EnumerateArray());
        var definition = rule.GetProperty("definition");

        Assert.True(rule.GetProperty("enabled").GetBoolean());
        Assert.Equal(["blockBlob"], definition.GetProperty("filters").GetProperty("blobTypes").EnumerateArray().Select(static type => type.GetString()));
        Assert.Equal($"[format('{{0}}/{BlobStreamDeadLetters.Folder}', parameters('payloadContainer'))]", Assert.Single(definition.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray()).GetString());
        Assert.Equal(
            """{"baseBlob":{"delete":{"daysAfterModificationGreaterThan":"[parameters('deadLetterDays')]"}}}""",
            definition.GetProperty("actions").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
    }

    // The folder is one of the container that the app writes to, and the days are those that are asked for.
    [Fact]
    public void Rule_ContainerAndDays_AreTheAppsAndTheParameters()
    {
        var storage = Assert.Single(CompiledTemplate.Modules, static module => module.Module == "storage");
        var access = Assert.Single(CompiledTemplate.Modules, static module => module.Module == "storageAccess");

        Assert.Equal("[variables('payloadContainer')]", storage.Property("parameters", "payloadContainer", "value"));
        Assert.Equal("[variables('payloadContainer')]", access.Property("parameters", "payloadContainer", "value"));
        Assert.Equal("[parameters('deadLetterDays')]", storage.Property("parameters", "deadLetterDays", "value"));
        var days = CompiledTemplate.Root.GetProperty("parameters").GetProperty("deadLetterDays");
        Assert.Equal((30, 1), (days.GetProperty("defaultValue").GetInt32(), days.GetProperty("minValue").GetInt32()));
    }

    // An account that is given has one set of rules, which is its owner's.
    [Fact]
    public void Rule_GivenAccount_IsLeftAlone() => Assert.Equal("storage", Rules.Module);
}
