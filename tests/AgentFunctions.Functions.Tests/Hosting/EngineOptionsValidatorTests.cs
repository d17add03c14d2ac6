using AgentFunctions.Functions.Hosting;
using Microsoft.Extensions.Configuration;

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

    private static EngineOptionsValidator Validator(string? azureInstance) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new(EngineOptionsValidator.AzureInstance, azureInstance)]).Build());
}
