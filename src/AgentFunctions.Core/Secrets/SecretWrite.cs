namespace AgentFunctions.Core.Secrets;

/// <summary>A secret to be stored.</summary>
/// <param name="Value">The secret.</param>
/// <param name="Hosts">Where it may be sent: at least one host, with the port when it is not the scheme's own.</param>
public sealed record SecretWrite(string Value, IReadOnlyList<string> Hosts)
{
    /// <summary>Team that owns it: only calls of its agents may use it; null: the tenant.</summary>
    public string? Team { get; init; }

    /// <summary>How long the value before stays in use where the new one is refused. Zero ends it at once.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(1);

    public override string ToString() => "[secret to be stored]";
}
