using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources;

/// <summary>Conditions of a write, from the headers of the same names.</summary>
/// <param name="IfMatch">Only if the stored ETag is this one; <c>*</c>: only if it exists.</param>
/// <param name="IfNoneMatch">Only if it does not exist (<c>If-None-Match: *</c>).</param>
public readonly record struct WriteCondition(string? IfMatch = null, bool IfNoneMatch = false)
{
    /// <summary>Why what is stored does not fit the condition; null when it does.</summary>
    internal ApiError? Refusal(StoredResource? current)
    {
        if (IfNoneMatch && current is not null) return ResourceErrors.Exists;
        if (IfMatch is null) return null;
        if (current is null) return ResourceErrors.Gone;
        return IfMatch == "*" || IfMatch == current.Etag ? null : ResourceErrors.Changed;
    }
}
