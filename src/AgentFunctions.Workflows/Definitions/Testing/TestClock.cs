namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Time that passes only when the trial says so.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
