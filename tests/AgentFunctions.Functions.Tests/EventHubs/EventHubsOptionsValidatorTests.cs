using AgentFunctions.Functions.EventHubs;

namespace AgentFunctions.Functions.Tests.EventHubs;

public sealed class EventHubsOptionsValidatorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("topics")]
    public void Validate_ThreeHubsOrTwo_Pass(string topics) => Assert.True(Validate(options => options.TopicsHub = topics).Succeeded);

    // What went out would come in again, for ever.
    [Theory]
    [InlineData("events")]
    [InlineData("Events")]
    [InlineData("usage")]
    public void Validate_OneHubForTwo_IsRefused(string topics) => Assert.Contains("must be different hubs", Validate(options => options.TopicsHub = topics).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void Validate_NoHubOfEvents_IsRefused() => Assert.Contains("EventsHub must name", Validate(static options => options.EventsHub = " ").FailureMessage, StringComparison.Ordinal);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(Action<EventHubsOptions> change)
    {
        var options = new EventHubsOptions { FullyQualifiedNamespace = "namespace.servicebus.windows.net" };
        change(options);
        return new EventHubsOptionsValidator().Validate(null, options);
    }
}
