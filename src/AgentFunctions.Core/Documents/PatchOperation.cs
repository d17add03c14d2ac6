namespace AgentFunctions.Core.Documents;

/// <summary>One step of a patch: add an integer to a property, or set a property. Paths are dotted property names, <c>counter.settled</c>; a name is letters, digits, <c>_</c> and <c>-</c>, not digits only.</summary>
public abstract record PatchOperation(string Path)
{
    /// <summary>Adds <paramref name="By"/> to the integer at <paramref name="Path"/>; a missing property counts as 0, a missing parent or another type is <see cref="DocumentStatus.Unprocessable"/>.</summary>
    public sealed record Increment(string Path, long By) : PatchOperation(Path);

    /// <summary>Sets the property at <paramref name="Path"/>; its parent must exist.</summary>
    public sealed record SetValue(string Path, DocumentValue Value) : PatchOperation(Path);
}
