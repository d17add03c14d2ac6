namespace AgentFunctions.Core.Documents;

/// <summary>One operation of an atomic batch.</summary>
public abstract record BatchOperation(string Id)
{
    public sealed record Create(DocumentWrite Write) : BatchOperation(Write.Id);

    public sealed record Upsert(DocumentWrite Write) : BatchOperation(Write.Id);

    public sealed record Replace(DocumentWrite Write, string? IfMatch = null) : BatchOperation(Write.Id);

    public sealed record Delete(string Id, string? IfMatch = null) : BatchOperation(Id);

    public sealed record Patch(string Id, IReadOnlyList<PatchOperation> Operations, DocumentFilter? If = null) : BatchOperation(Id);

    /// <summary>Reads within the batch; its failure fails the batch.</summary>
    public sealed record Read(string Id) : BatchOperation(Id);
}
