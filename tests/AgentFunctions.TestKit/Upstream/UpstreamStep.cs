namespace AgentFunctions.TestKit.Upstream;

/// <summary>One step of a scripted answer.</summary>
internal abstract record UpstreamStep
{
    public sealed record Write(byte[] Bytes) : UpstreamStep;

    public sealed record Wait(Task Gate) : UpstreamStep;

    public sealed record Delay(TimeSpan Span) : UpstreamStep;

    public sealed record Stall : UpstreamStep;

    public sealed record Reset : UpstreamStep;

    public sealed record Close : UpstreamStep;
}
