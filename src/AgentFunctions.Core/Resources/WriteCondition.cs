namespace AgentFunctions.Core.Resources;

/// <summary>Conditions of a write, from the headers of the same names.</summary>
/// <param name="IfMatch">Only if the stored ETag is this one; <c>*</c>: only if it exists.</param>
/// <param name="IfNoneMatch">Only if it does not exist (<c>If-None-Match: *</c>).</param>
public readonly record struct WriteCondition(string? IfMatch = null, bool IfNoneMatch = false);
