using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>Work on tables other than the documents', in the writer's transaction. It decides before it writes: an exception afterwards takes the whole transaction along.</summary>
internal sealed class TransactionRequest<T>(Func<StoreConnection, T> work) : WriteRequest
{
    private T? _result;

    /// <summary>Of a request that was executed.</summary>
    public T Result => _result!;

    public override void Execute(WriterRows rows) => _result = work(rows.Connection);
}
