using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class FilterTests
{
    [Theory]
    [InlineData("*", "key.expired", true)]
    [InlineData("key.*", "key.expired", true)]
    [InlineData("key.*", "key", false)]
    [InlineData("key.*", "keys.expired", false)]
    [InlineData("key.*", "monkey.expired", false)]
    [InlineData("key.expired", "key.expired", true)]
    [InlineData("key.expired", "key.expired2", false)]
    [InlineData("key.expired", "KEY.EXPIRED", false)]
    public void Pattern_Type_Matches(string pattern, string type, bool expected) => Assert.Equal(expected, EventPattern.Matches(pattern, type));

    [Theory]
    [InlineData(null, NotificationSeverity.Info, null, NotificationSeverity.Info, true)]
    [InlineData(null, NotificationSeverity.Info, "a", NotificationSeverity.Info, true)]
    [InlineData("a", NotificationSeverity.Info, "a", NotificationSeverity.Info, true)]
    [InlineData("a", NotificationSeverity.Info, "b", NotificationSeverity.Critical, false)]
    [InlineData("a", NotificationSeverity.Info, null, NotificationSeverity.Critical, false)]
    [InlineData(null, NotificationSeverity.Warning, null, NotificationSeverity.Info, false)]
    [InlineData(null, NotificationSeverity.Warning, null, NotificationSeverity.Warning, true)]
    [InlineData(null, NotificationSeverity.Warning, null, NotificationSeverity.Critical, true)]
    [InlineData("a", NotificationSeverity.Critical, "a", NotificationSeverity.Warning, false)]
    public void Filter_TeamAndSeverity_Decide(string? declared, NotificationSeverity least, string? team, NotificationSeverity severity, bool expected)
    {
        var spec = new NotificationSpec { Events = ["key.*", "state.changed"], Team = declared, MinSeverity = least };
        Assert.Equal(expected, NotificationFilter.Accepts(spec, Of("key.revoked", team, severity)));
        Assert.False(NotificationFilter.Accepts(spec, Of("budget.exhausted", team, severity)));
    }

    [Fact]
    public async Task Relay_OtherTenants_SeeNothing()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n", tenant: "other");
        await process.RaiseAsync();
        await process.RelayAsync();
        Assert.Empty(process.Channel.Sent);
        Assert.Empty(await process.DeliveriesAsync("n", "other"));
    }

    private static NotificationEvent Of(string type, string? team, NotificationSeverity severity) =>
        NotificationEvents.Create(type, severity, "default", team, "keys/k", "s", DateTimeOffset.UnixEpoch);
}
