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
    [Fact]
    public void Validate_EngineThisVersionLacks_IsRefused()
    {
        var result = Validator(azureInstance: null).Validate(null, new EngineOptions { Store = "cosmos" });

        Assert.Contains("AgentFunctions__Store is 'cosmos'", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a1b2")]
    public void Validate_EnginesOfAzure_ArePassed(string? azureInstance)
    {
        var result = Validator(azureInstance).Validate(null, new EngineOptions { Payloads = "blob", Secrets = "keyvault" });

        Assert.DoesNotContain(result.Failures ?? [], static failure => failure.Contains("Payloads", StringComparison.Ordinal) || failure.Contains("Secrets", StringComparison.Ordinal));
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

    private static EngineOptionsValidator Validator(string? azureInstance) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new(EngineOptionsValidator.AzureInstance, azureInstance)]).Build());
}
