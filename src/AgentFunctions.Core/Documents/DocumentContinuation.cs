using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Core.Documents;

/// <summary>
/// A place in an ordered query: the order value (integer or string; null when ordered by id) and the id of the last document returned. Keyset positions stay stable while others
/// write. The text form carries a digest of partition, filter, range of ids and order, so that it fits no other query.
/// </summary>
/// <param name="OrderValue"><see cref="long"/>, <see cref="string"/>, or null when the query orders by id.</param>
/// <param name="Id">Id of the last document returned.</param>
public sealed record DocumentContinuation(DocumentValue OrderValue, string Id)
{
    private const byte Version = 1;
    private const int DigestBytes = 16;
    private const int HeaderBytes = 1 + DigestBytes + 1;
    private const byte NoValue = 0;
    private const byte IntegerValue = 1;
    private const byte StringValue = 2;

    /// <summary>The opaque text for <see cref="DocumentPage.Continuation"/>.</summary>
    public string Format(DocumentPartition partition, DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(Digest(partition, query));
            switch (OrderValue.Value)
            {
                case long integer:
                    writer.Write(IntegerValue);
                    writer.Write(integer);
                    break;
                case string text:
                    writer.Write(StringValue);
                    var bytes = Encoding.UTF8.GetBytes(text);
                    writer.Write(bytes.Length);
                    writer.Write(bytes);
                    break;
                default:
                    writer.Write(NoValue);
                    break;
            }
            writer.Write(Encoding.ASCII.GetBytes(Id));
        }
        return Base64Url.EncodeToString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads it back; <see cref="DocumentLimitException"/> when it is damaged or belongs to another query.</summary>
    public static DocumentContinuation Parse(string text, DocumentPartition partition, DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(query);
        if (!Base64Url.IsValid(text))
            throw Damaged();
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length <= HeaderBytes || bytes[0] != Version)
            throw Damaged();
        if (!bytes.Slice(1, DigestBytes).SequenceEqual(Digest(partition, query)))
            throw new DocumentLimitException("The continuation belongs to another query; repeat the query's partition, filter and order, or begin without one.");
        var rest = bytes[HeaderBytes..];
        var value = ReadValue(bytes[HeaderBytes - 1], ref rest);
        var id = Encoding.ASCII.GetString(rest);
        if (!DocumentValidator.IsId(id) || value.Value is null != query.OrderBy is null)
            throw Damaged();
        return new DocumentContinuation(value, id);
    }

    private static DocumentValue ReadValue(byte kind, ref Span<byte> rest)
    {
        switch (kind)
        {
            case NoValue:
                return DocumentValue.Null;
            case IntegerValue when rest.Length > sizeof(long):
                var integer = BinaryPrimitives.ReadInt64LittleEndian(rest);
                rest = rest[sizeof(long)..];
                return DocumentValidator.IsWithinInteger(integer) ? integer : throw Damaged();
            case StringValue when rest.Length > sizeof(int):
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
                rest = rest[sizeof(int)..];
                if (length < 0 || length >= rest.Length || !System.Text.Unicode.Utf8.IsValid(rest[..length]))
                    throw Damaged();
                var text = Encoding.UTF8.GetString(rest[..length]);
                rest = rest[length..];
                return text;
            default:
                throw Damaged();
        }
    }

    /// <summary>Everything that decides which documents come in which order; the page size may change between pages.</summary>
    private static byte[] Digest(DocumentPartition partition, DocumentQuery query)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(partition.Container.Name);
        writer.Write(partition.TenantId);
        writer.Write(partition.Second ?? "");
        writer.Write(query.OrderBy ?? "");
        writer.Write(query.Descending);
        DocumentFilterFingerprint.Write(writer, query.Filter);
        if (!string.IsNullOrEmpty(query.IdPrefix) || !string.IsNullOrEmpty(query.IdAfter))
        {
            writer.Write(query.IdPrefix ?? "");
            writer.Write(query.IdAfter ?? "");
        }
        writer.Flush();
        return SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length))[..DigestBytes];
    }

    private static DocumentLimitException Damaged() =>
        new("The continuation is damaged; pass the text of the previous page unchanged, or begin without one.");
}
