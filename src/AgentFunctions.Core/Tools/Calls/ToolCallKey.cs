using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>
/// Where a call is kept. A step of a run of ours: in the run's partition, for as long as the run. Any other: in one of the tenant's partitions <c>_tools.{0-f}</c>, which no run id can be, for a day; one of which
/// nobody knows whether it took effect, for thirty.
/// </summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent that calls.</param>
/// <param name="RunId">The run of the step; null outside one.</param>
/// <param name="IdempotencyKey">What makes it one call.</param>
public readonly record struct ToolCallKey(string TenantId, string Agent, string? RunId, string IdempotencyKey)
{
    internal const string DocumentPrefix = "tool:";

    /// <summary>How long calls outside runs are remembered.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromHours(24);

    public static ToolCallKey Of(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new ToolCallKey(call.Caller.ControlPlane.TenantId, call.Caller.Agent!.Id, call.StepId is null ? null : call.RunId, call.IdempotencyKey);
    }

    /// <summary>How long a question outside runs is remembered of which nobody knows what came.</summary>
    public static TimeSpan OpenLife { get; } = TimeSpan.FromDays(30);

    internal TimeSpan? TimeToLive(bool isAnswered) => RunId is not null ? null : isAnswered ? Life : OpenLife;

    internal DocumentPartition Partition => RunId is { } run ? new(DocumentContainer.Runs, TenantId, run) : PartitionOf(TenantId, Hash()[0]);

    internal string DocumentId => DocumentPrefix + Hash();

    internal static IEnumerable<DocumentPartition> Partitions(string tenantId) => "0123456789abcdef".Select(shard => PartitionOf(tenantId, shard));

    private static DocumentPartition PartitionOf(string tenantId, char shard) => new(DocumentContainer.Runs, tenantId, "_tools." + shard);

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Agent}\n{IdempotencyKey}")).AsSpan(0, 20));
}
