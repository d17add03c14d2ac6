using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>What one attempt at a change decided: write these and give that, or write nothing.</summary>
internal readonly record struct TenantStep<T>(Outcome<T> Outcome, IReadOnlyList<BatchOperation> Writes)
    where T : class
{
    public static implicit operator TenantStep<T>(ApiError error) => new(error, []);

    public static implicit operator TenantStep<T>(T value) => new(value, []);
}
