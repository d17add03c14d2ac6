using AgentFunctions.Core.Keys;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.Http.Authentication.Entra;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Hosting;

public sealed class EngineOptionsValidatorTests
{
    [Fact]
    public void Validate_DefaultsOutsideAzure_Succeeds() =>
        Assert.True(Validator(azureInstance: null).Validate(null, new EngineOptions()).Succeeded);

    [Theory]
    [InlineData("AgentFunctions__Store", "cosmos")]
    [InlineData("AgentFunctions__Events", "eventhubs")]
    [InlineData("AgentFunctions__Payloads", "blob")]
    [InlineData("AgentFunctions__Secrets", "keyvault")]
    public void Validate_OwnDiskInAzure_NamesTheSettingAndWhatAzureNeeds(string setting, string needed)
    {
        var result = Validator(azureInstance: "a1b2").Validate(null, new EngineOptions());

        var failure = Assert.Single(result.Failures!, failure => failure.Contains(setting, StringComparison.Ordinal));
        Assert.Contains($"'{needed}'", failure, StringComparison.Ordinal);
        Assert.Contains("WEBSITE_INSTANCE_ID", failure, StringComparison.Ordinal);
    }

    // An engine that is asked for and missing must not quietly become another one.
    [Theory]
    [InlineData("Store")]
    [InlineData("Events")]
    [InlineData("Payloads")]
    [InlineData("Secrets")]
    public void Validate_EngineThatIsNone_IsRefused(string setting)
    {
        var options = new EngineOptions();
        typeof(EngineOptions).GetProperty(setting)!.SetValue(options, "redis");

        Assert.Contains($"AgentFunctions__{setting} is 'redis'", Assert.Single(Validator(azureInstance: null).Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a1b2")]
    public void Validate_EnginesOfAzure_Pass(string? azureInstance) =>
        Assert.True(Validator(azureInstance).Validate(null, new EngineOptions { Store = "cosmos", Payloads = "blob", Secrets = "keyvault" }).Succeeded);

    // Its log is in the store, which all instances share.
    [Fact]
    public void Validate_LogBesideSqliteInAzure_IsRefusedAndBesideCosmosIsNot()
    {
        var options = new EngineOptions { Payloads = "blob", Secrets = "keyvault" };
        Assert.Contains(Validator("a1b2").Validate(null, options).Failures!, static failure => failure.Contains("AgentFunctions__Events", StringComparison.Ordinal));

        options.Store = "cosmos";
        Assert.True(Validator("a1b2").Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("sqlite", "keyvault", "AgentFunctions__Payloads", "'blob'")]
    [InlineData("blob", "file", "AgentFunctions__Secrets", "'keyvault'")]
    public void Validate_DiskBesideCosmosOutsideAzure_IsRefusedAndSaysWhatToSet(string payloads, string secrets, string setting, string needed)
    {
        var failure = Assert.Single(Validator(azureInstance: null).Validate(null, new EngineOptions { Store = "cosmos", Payloads = payloads, Secrets = secrets }).Failures!);

        Assert.Contains(setting, failure, StringComparison.Ordinal);
        Assert.Contains("AgentFunctions__Store is 'cosmos'", failure, StringComparison.Ordinal);
        Assert.Contains(needed, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("a1b2", false)]
    public void Validate_SecretsOfAFileBesideAnEmulator_PassOutsideAzureOnly(string? azureInstance, bool passes)
    {
        var validator = Validator(azureInstance, ("AgentFunctions:Cosmos:EmulatorKey", "a2V5"));

        Assert.Equal(passes, validator.Validate(null, new EngineOptions { Store = "cosmos", Payloads = "blob", Secrets = "file" }).Succeeded);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(false, "11111111-1111-1111-1111-111111111111", true)]
    [InlineData(false, null, false)]
    public void Validate_NobodyCouldOperateTheHost_IsRefused(bool people, string? tenant, bool passes)
    {
        var result = new PeopleAccessValidator(Options.Create(new EntraOptions { TenantId = tenant })).Validate(null, new KeyOptions { People = people });

        Assert.Equal(passes, result.Succeeded);
        if (!passes) Assert.Contains("AgentFunctions__Entra__TenantId", result.FailureMessage, StringComparison.Ordinal);
    }

    // Somebody would wait for events that nobody sends.
    [Fact]
    public void Validate_HubOfTopicsBesideTheLog_IsRefusedAndSaysWhatToSet()
    {
        var failure = Assert.Single(Validator(azureInstance: null, ("AgentFunctions:EventHubs:TopicsHub", "topics")).Validate(null, new EngineOptions()).Failures!);

        Assert.Contains("AgentFunctions__EventHubs__TopicsHub", failure, StringComparison.Ordinal);
        Assert.Contains("'eventhubs'", failure, StringComparison.Ordinal);
        Assert.True(Validator(azureInstance: null, ("AgentFunctions:EventHubs:TopicsHub", "")).Validate(null, new EngineOptions()).Succeeded);
    }

    private static EngineOptionsValidator Validator(string? azureInstance, params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder()
            .AddInMemoryCollection([new(EngineOptionsValidator.AzureInstance, azureInstance), .. settings.Select(static setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))])
            .Build());
}
