namespace AgentFunctions.Core.Documents;

/// <summary>Outcome of one operation and, where there is one, the document after it.</summary>
public readonly record struct DocumentResult(DocumentStatus Status, Document? Document = null)
{
    public bool IsOk => Status == DocumentStatus.Ok;
}
