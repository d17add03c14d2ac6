using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>What one attempt at a change decided: write these and give that, or write nothing.</summary>
/// <param name="Outcome">What the caller gets once the writes are stored.</param>
/// <param name="Changes">Resources to write; their versions and the change record follow from them.</param>
/// <param name="Extra">Other documents of the same batch: upserts, creations and deletions.</param>
internal readonly record struct TenantStep<T>(Outcome<T> Outcome, IReadOnlyList<ResourceChange> Changes, IReadOnlyList<BatchOperation> Extra)
    where T : class
{
    public TenantStep(Outcome<T> outcome, params IReadOnlyList<ResourceChange> changes)
        : this(outcome, changes, [])
    {
    }

    /// <summary>Entries of the change record that are no resources (secrets, dead letters of hubs).</summary>
    public IReadOnlyList<StoredChangeEntry> Entries { get; init; } = [];

    public bool WritesNothing => Changes.Count == 0 && Extra.Count == 0 && Entries.Count == 0;

    public static implicit operator TenantStep<T>(ApiError error) => new(error, [], []);

    public static implicit operator TenantStep<T>(T value) => new(value, [], []);
}
