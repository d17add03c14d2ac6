namespace AgentFunctions.Core.Restore;

/// <summary>What a repair works on.</summary>
public sealed class RestoreContext
{
    /// <summary>The live file as it was; empty where it was missing or damaged.</summary>
    public required IRestoreDocuments Before { get; init; }

    /// <summary>What came from the backup.</summary>
    public required IRestoredDocuments After { get; init; }

    /// <summary>Restriction records kept beside the database.</summary>
    public required IReadOnlyList<RestrictionRecord> Journal { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Sequence of each tenant in the backup, a decided change included. From <see cref="ControlPlaneRepair"/>, which runs first.</summary>
    public IDictionary<string, long> BackedUp { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Lines for the operator; no secrets.</summary>
    public IList<string> Notes { get; } = [];
}
