using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// One to a hundred operations of one partition, all or nothing. Later ones see earlier ones, and what they change is kept only when all succeed: a failing operation leaves no trace in the transaction it shares
/// with others.
/// </summary>
internal sealed class OperationsRequest(DocumentPartition partition, CompiledOperation[] operations) : WriteRequest
{
    public override void Execute(WriterRows rows)
    {
        try
        {
            SetResults(Compute(rows, out var succeeded));
            if (succeeded)
                rows.Keep();
            else
                rows.Drop();
        }
        catch (DocumentLimitException exception)
        {
            rows.Drop();
            SetFailure(exception);
        }
    }

    private DocumentResult[] Compute(WriterRows rows, out bool succeeded)
    {
        var now = rows.Now();
        var results = new DocumentResult[operations.Length];
        succeeded = true;
        for (var i = 0; i < operations.Length; i++)
        {
            var operation = operations[i];
            var row = rows.Touch(partition, operation.Id, now);
            var status = operation.Execute(row, now);
            if (status != DocumentStatus.Ok)
            {
                succeeded = false;
                Array.Fill(results, new DocumentResult(DocumentStatus.FailedDependency));
                results[i] = new DocumentResult(status);
                return results;
            }
            results[i] = new DocumentResult(status, row.Exists ? row.ToDocument() : null);
        }
        return results;
    }
}
