using AgentFunctions.Core.Runs;

namespace AgentFunctions.Core.Tests.Runs;

public sealed class RunsOptionsValidatorTests
{
    [Fact]
    public void Defaults_AreValid() => Assert.True(new RunsOptionsValidator().Validate(null, new RunsOptions()).Succeeded);

    [Theory]
    [InlineData("00:00:59", "1.00:00:00", "00:00:05", "IdleTimeout")]
    [InlineData("31.00:00:00", "1.00:00:00", "00:00:15", "IdleTimeout")]
    [InlineData("00:30:00", "00:00:10", "00:00:15", "SessionIdleTimeout")]
    [InlineData("00:30:00", "366.00:00:00", "00:00:15", "SessionIdleTimeout")]
    [InlineData("00:30:00", "1.00:00:00", "00:00:00.5", "LastSeenInterval")]
    [InlineData("00:01:00", "1.00:00:00", "00:00:16", "LastSeenInterval")]
    [InlineData("00:30:00", "1.00:00:00", "-00:00:01", "LastSeenInterval")]
    public void OutOfRange_IsRefusedByName(string idle, string session, string seen, string named)
    {
        var result = new RunsOptionsValidator().Validate(null, new RunsOptions { IdleTimeout = TimeSpan.Parse(idle), SessionIdleTimeout = TimeSpan.Parse(session), LastSeenInterval = TimeSpan.Parse(seen) });

        Assert.StartsWith($"AgentFunctions:Runs:{named} ", Assert.Single(result.Failures!));
    }
}
