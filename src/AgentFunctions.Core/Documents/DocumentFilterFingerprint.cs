namespace AgentFunctions.Core.Documents;

/// <summary>Writes a filter in one unambiguous binary form; equal filters give equal bytes. Only for digests: nothing reads it back.</summary>
internal static class DocumentFilterFingerprint
{
    public static void Write(BinaryWriter writer, DocumentFilter? filter)
    {
        switch (filter)
        {
            case null:
                writer.Write((byte)0);
                break;
            case DocumentFilter.Compare compare:
                writer.Write((byte)1);
                writer.Write(compare.Path);
                writer.Write((byte)compare.Operator);
                Write(writer, compare.Value);
                break;
            case DocumentFilter.SumAtMost sum:
                writer.Write((byte)2);
                writer.Write(sum.Paths.Count);
                foreach (var path in sum.Paths)
                    writer.Write(path);
                writer.Write(sum.Plus);
                writer.Write(sum.AtMost);
                break;
            case DocumentFilter.StartsWith startsWith:
                writer.Write((byte)3);
                writer.Write(startsWith.Path);
                writer.Write(startsWith.Prefix);
                break;
            case DocumentFilter.Exists exists:
                writer.Write((byte)4);
                writer.Write(exists.Path);
                break;
            case DocumentFilter.OneOf oneOf:
                writer.Write((byte)5);
                writer.Write(oneOf.Path);
                writer.Write(oneOf.Values.Count);
                foreach (var value in oneOf.Values)
                    Write(writer, value);
                break;
            case DocumentFilter.Contains contains:
                writer.Write((byte)6);
                writer.Write(contains.Path);
                Write(writer, contains.Value);
                break;
            case DocumentFilter.All all:
                Write(writer, 7, all.Filters);
                break;
            case DocumentFilter.Any any:
                Write(writer, 8, any.Filters);
                break;
            case DocumentFilter.Negated negated:
                writer.Write((byte)9);
                Write(writer, negated.Filter);
                break;
            default:
                throw new DocumentLimitException("A filter of an unknown kind; use the records inside DocumentFilter.");
        }
    }

    private static void Write(BinaryWriter writer, byte kind, IReadOnlyList<DocumentFilter> filters)
    {
        writer.Write(kind);
        writer.Write(filters.Count);
        foreach (var filter in filters)
            Write(writer, filter);
    }

    private static void Write(BinaryWriter writer, DocumentValue value)
    {
        switch (value.Value)
        {
            case bool flag:
                writer.Write((byte)1);
                writer.Write(flag);
                break;
            case long integer:
                writer.Write((byte)2);
                writer.Write(integer);
                break;
            case string text:
                writer.Write((byte)3);
                writer.Write(text);
                break;
            default:
                writer.Write((byte)0);
                break;
        }
    }
}
