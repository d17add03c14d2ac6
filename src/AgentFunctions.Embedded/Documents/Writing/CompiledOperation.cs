using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Json;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>A validated operation with its filter and patch compiled on the caller's thread, so that the writer only executes.</summary>
internal sealed class CompiledOperation
{
    private readonly BatchOperation _operation;
    private readonly BodyPatch? _patch;
    private readonly BodyPredicate? _condition;

    public CompiledOperation(BatchOperation operation)
    {
        _operation = operation;
        if (operation is BatchOperation.Patch patch)
        {
            _patch = new BodyPatch(patch.Operations);
            _condition = FilterCompiler.Compile(patch.If);
        }
    }

    public string Id => _operation.Id;

    /// <summary>Changes <paramref name="row"/> in memory; on any status but Ok it is as it was.</summary>
    public DocumentStatus Execute(DocumentRow row, long now) => _operation switch
    {
        BatchOperation.Create create => row.Exists ? DocumentStatus.Conflict : Write(row, create.Write, now),
        BatchOperation.Upsert upsert => Write(row, upsert.Write, now),
        BatchOperation.Replace replace => Check(row, replace.IfMatch) is var status and not DocumentStatus.Ok ? status : Write(row, replace.Write, now),
        BatchOperation.Delete delete => Check(row, delete.IfMatch) is var status and not DocumentStatus.Ok ? status : Remove(row),
        BatchOperation.Patch => Patch(row),
        BatchOperation.Read => row.Exists ? DocumentStatus.Ok : DocumentStatus.NotFound,
        _ => throw new InvalidOperationException("The validator lets no other operation through."),
    };

    private DocumentStatus Patch(DocumentRow row)
    {
        if (!row.Exists)
            return DocumentStatus.NotFound;
        if (_condition?.Invoke(row.Body.Span) == false)
            return DocumentStatus.PreconditionFailed;
        if (_patch!.Apply(row.Body.Span) is not { } patched)
            return DocumentStatus.Unprocessable;
        row.Write(patched, DocumentETag.Next(), row.Expires);
        return DocumentStatus.Ok;
    }

    private static DocumentStatus Check(DocumentRow row, string? ifMatch) =>
        !row.Exists ? DocumentStatus.NotFound : row.Matches(ifMatch) ? DocumentStatus.Ok : DocumentStatus.PreconditionFailed;

    private static DocumentStatus Write(DocumentRow row, DocumentWrite write, long now)
    {
        row.Write(write.Body, DocumentETag.Next(), DocumentExpiry.After(write.TimeToLive, now));
        return DocumentStatus.Ok;
    }

    private static DocumentStatus Remove(DocumentRow row)
    {
        row.Remove();
        return DocumentStatus.Ok;
    }
}
