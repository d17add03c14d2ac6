using System.Text.Json.Serialization;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>What a call holds of one counter, as it is kept with the hold.</summary>
/// <param name="CounterId">Document of the counter.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Held">Held for this call.</param>
/// <param name="Provider">Set on the counters of a provider's own limits: only attempts at that provider are charged to it; null on all others.</param>
/// <param name="Block">The block of the counter that it is held of, in the shard of the hold; null where it is held of the counter itself.</param>
internal sealed record HeldLine(string CounterId, LimitUnit Unit, long Held, string? Provider = null, string? Block = null)
{
    /// <summary>The document it is held of.</summary>
    [JsonIgnore]
    public string TargetId => Block ?? CounterId;
}
