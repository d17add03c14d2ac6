using System.Globalization;

namespace AgentFunctions.Core.Documents;

/// <summary>
/// Enforces <see cref="DocumentLimits"/>; every engine calls it before it touches storage, so both refuse the same input with the same words.
/// Each check throws <see cref="DocumentLimitException"/> naming the limit and the cure; no message repeats content of a document.
/// </summary>
public static class DocumentValidator
{
    /// <summary>Container, tenant and second level of the key.</summary>
    public static void CheckPartition(DocumentPartition partition)
    {
        if (partition.Container is null)
            throw new DocumentLimitException("A partition names its container; use one of DocumentContainer.");
        var name = partition.Container.Name;
        CheckKey(partition.TenantId, "tenant", name);
        if (partition.Container.SecondKey is { } second)
            CheckKey(partition.Second, second, name);
        else if (partition.Second is not null)
            throw new DocumentLimitException($"Container '{name}' is partitioned by tenant alone; leave the second key null.");
    }

    /// <summary>An id: <c>^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$</c>.</summary>
    public static void CheckId(string? id)
    {
        if (!IsId(id))
            throw new DocumentLimitException($"A document id is 1 to {DocumentLimits.MaxIdLength} of A-Z a-z 0-9 . _ : - and begins with a letter or digit.");
    }

    /// <summary>Whether <paramref name="id"/> may name a document.</summary>
    public static bool IsId(string? id) =>
        id is { Length: > 0 and <= DocumentLimits.MaxIdLength } && char.IsAsciiLetterOrDigit(id[0]) && HasOnlyIdCharacters(id);

    /// <summary>A bound of a range of ids, <see cref="DocumentQuery.IdPrefix"/> or <see cref="DocumentQuery.IdAfter"/>: at most 128 of the characters of ids, first or not; null is no bound.</summary>
    public static void CheckIdBound(string? bound)
    {
        if (bound is not null && (bound.Length > DocumentLimits.MaxIdLength || !HasOnlyIdCharacters(bound)))
            throw new DocumentLimitException($"The prefix or start of a range of ids is at most {DocumentLimits.MaxIdLength} of A-Z a-z 0-9 . _ : -, the characters of ids.");
    }

    /// <summary>Id, body and time to live of a create, replace or upsert.</summary>
    public static void CheckWrite(DocumentWrite write)
    {
        CheckId(write.Id);
        CheckTimeToLive(write.TimeToLive);
        DocumentBodyValidator.Check(write.Body.Span);
    }

    /// <summary>A patch: 1 to 10 operations, their paths and values, and the condition.</summary>
    public static void CheckPatch(string? id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition)
    {
        ArgumentNullException.ThrowIfNull(operations);
        CheckId(id);
        if (operations.Count is < 1 or > DocumentLimits.MaxPatchOperations)
            throw new DocumentLimitException($"A patch has 1 to {DocumentLimits.MaxPatchOperations} operations, not {operations.Count}; use a batch of patches or replace the document.");
        foreach (var operation in operations)
        {
            ArgumentNullException.ThrowIfNull(operation, nameof(operations));
            CheckPath(operation.Path);
            CheckValue(operation switch
            {
                PatchOperation.Increment increment => increment.By,
                PatchOperation.SetValue set => set.Value,
                _ => throw new DocumentLimitException("A patch operation of an unknown kind; use the records inside PatchOperation."),
            });
        }
        CheckFilter(condition);
    }

    /// <summary>A batch: 1 to 100 operations of at most 1.5 MB in all, each within its own limits.</summary>
    public static void CheckBatch(IReadOnlyList<BatchOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count is < 1 or > DocumentLimits.MaxBatchOperations)
            throw new DocumentLimitException($"A batch has 1 to {DocumentLimits.MaxBatchOperations} operations, not {operations.Count}; split it.");
        var bytes = 0L;
        foreach (var operation in operations)
            bytes += CheckOperation(operation);
        if (bytes > DocumentLimits.MaxBatchBytes)
            throw new DocumentLimitException($"The bodies of the batch have {bytes} bytes; a batch holds at most {DocumentLimits.MaxBatchBytes}. Split it.");
    }

    /// <summary>A query: limit, order path, filter, range of ids and that the continuation came from this very query. Returns where to go on, or null at the start.</summary>
    public static DocumentContinuation? CheckQuery(DocumentPartition partition, DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckPartition(partition);
        if (query.Limit is < 1 or > DocumentLimits.MaxPageSize)
            throw new DocumentLimitException($"A page has 1 to {DocumentLimits.MaxPageSize} documents, not {query.Limit}.");
        if (query.OrderBy is not null)
            CheckPath(query.OrderBy);
        CheckFilter(query.Filter);
        CheckIdBound(query.IdPrefix);
        CheckIdBound(query.IdAfter);
        return query.Continuation is null ? null : DocumentContinuation.Parse(query.Continuation, partition, query);
    }

    /// <summary>A filter's size, paths and values; null is no filter.</summary>
    public static void CheckFilter(DocumentFilter? filter) => DocumentFilterValidator.Check(filter);

    /// <summary>A dotted path.</summary>
    public static void CheckPath(string? path)
    {
        if (!DocumentPath.IsValid(path))
        {
            throw new DocumentLimitException(
                $"A path is names joined by dots, at most {DocumentLimits.MaxPathLength} characters; a name is A-Z a-z 0-9 _ -, not digits only and not beginning with '-'.");
        }
    }

    /// <summary>A scalar: integers within 2^53, strings of whole characters.</summary>
    public static void CheckValue(DocumentValue value)
    {
        if (value.Value is long integer && !IsWithinInteger(integer))
            throw new DocumentLimitException($"Integers lie within ±{DocumentLimits.MaxInteger} (2^53), exact in a JSON double; use a string beyond.");
        if (value.Value is string text && !IsWholeText(text))
            throw new DocumentLimitException("A string holds half of a surrogate pair; replace it with U+FFFD.");
    }

    /// <summary>Whether an integer is exact in a JSON double.</summary>
    public static bool IsWithinInteger(long value) => value is >= -DocumentLimits.MaxInteger and <= DocumentLimits.MaxInteger;

    private static bool HasOnlyIdCharacters(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '-'))
                return false;
        }
        return true;
    }

    private static int CheckOperation(BatchOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        switch (operation)
        {
            case BatchOperation.Create create:
                CheckWrite(create.Write);
                return create.Write.Body.Length;
            case BatchOperation.Upsert upsert:
                CheckWrite(upsert.Write);
                return upsert.Write.Body.Length;
            case BatchOperation.Replace replace:
                CheckWrite(replace.Write);
                return replace.Write.Body.Length;
            case BatchOperation.Patch patch:
                CheckPatch(patch.Id, patch.Operations, patch.If);
                return 0;
            case BatchOperation.Delete or BatchOperation.Read:
                CheckId(operation.Id);
                return 0;
            default:
                throw new DocumentLimitException("A batch operation of an unknown kind; use the records inside BatchOperation.");
        }
    }

    private static void CheckTimeToLive(TimeSpan? timeToLive)
    {
        if (timeToLive is { } span && (span.Ticks % TimeSpan.TicksPerSecond != 0 || span.TotalSeconds is < 1 or > DocumentLimits.MaxTimeToLiveSeconds))
        {
            throw new DocumentLimitException(string.Create(
                CultureInfo.InvariantCulture, $"A time to live is whole seconds, 1 to {DocumentLimits.MaxTimeToLiveSeconds}, not {span}; use null to keep the document."));
        }
    }

    private static void CheckKey(string? value, string name, string container)
    {
        if (string.IsNullOrEmpty(value))
            throw new DocumentLimitException($"Container '{container}' is partitioned by '{name}'; name it, it may not be empty.");
        if (value.Length > DocumentLimits.MaxPartitionKeyLength)
            throw new DocumentLimitException($"The '{name}' of a partition has at most {DocumentLimits.MaxPartitionKeyLength} characters, not {value.Length}.");
        if (value.AsSpan().ContainsAnyInRange('\0', '\u001f') || !IsWholeText(value))
            throw new DocumentLimitException($"The '{name}' of a partition holds a control character or half of a surrogate pair; leave those out.");
    }

    private static bool IsWholeText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
