namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>Removes a portion of the expired documents, small enough to share a transaction with others.</summary>
internal sealed class SweepRequest : WriteRequest
{
    public const int Portion = 200;

    public int Removed { get; private set; }

    public override void Execute(WriterRows rows) => Removed = rows.Sweep(Portion);
}
