using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// One to a hundred operations of one partition, all or nothing. They are computed in memory first, later ones seeing earlier ones, and applied only when all succeed: a failing
/// operation leaves no trace in the transaction it shares with others.
/// </summary>
internal sealed class OperationsRequest(DocumentPartition partition, CompiledOperation[] operations) : WriteRequest
{
    public override void Execute(DocumentTable table)
    {
        var rows = new Dictionary<string, DocumentRow>(operations.Length, StringComparer.Ordinal);
        try
        {
            SetResults(Compute(table, rows, out var succeeded));
            if (!succeeded)
                return;
        }
        catch (DocumentLimitException exception)
        {
            SetFailure(exception);
            return;
        }
        foreach (var row in rows.Values)
            table.Apply(partition, row);
    }

    private DocumentResult[] Compute(DocumentTable table, Dictionary<string, DocumentRow> rows, out bool succeeded)
    {
        var now = table.Now();
        var results = new DocumentResult[operations.Length];
        succeeded = true;
        for (var i = 0; i < operations.Length; i++)
        {
            var operation = operations[i];
            if (!rows.TryGetValue(operation.Id, out var row))
                rows.Add(operation.Id, row = table.Load(partition, operation.Id, now));
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
