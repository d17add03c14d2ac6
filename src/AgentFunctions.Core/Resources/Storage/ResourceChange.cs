using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>One resource about to be written.</summary>
/// <param name="Next">Its new state, or its tombstone.</param>
/// <param name="Operation">One of <see cref="ChangeOperations"/>.</param>
/// <param name="Team">The team it belongs to at this moment, for filtering.</param>
internal sealed record ResourceChange(StoredResource Next, string Operation, string? Team)
{
    /// <summary>Its state before; only where a state is set.</summary>
    public ResourceState? StateBefore { get; init; }

    /// <summary>Its secrets before; only where a key's are replaced.</summary>
    public KeySecrets? SecretsBefore { get; init; }
}
