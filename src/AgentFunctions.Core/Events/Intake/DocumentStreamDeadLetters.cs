using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Events.Intake;

/// <summary>Dead letters of streams in the document store, for thirty days: partition (the platform, <c>{stream}-dead</c>), <c>d:{position}</c>. A long one is cut.</summary>
internal sealed class DocumentStreamDeadLetters(IDocumentStore store) : IStreamDeadLetters
{
    // As base64 within what a document holds.
    private const int MaxBytes = 700 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public async ValueTask KeepAsync(string stream, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var bytes = body.Length > MaxBytes ? body[..MaxBytes] : body;
        var document = JsonSerializer.SerializeToUtf8Bytes(new StoredStreamLetter { Size = body.Length, Data = bytes.ToArray() }, IntakeJson.Default.StoredStreamLetter);
        await store.UpsertAsync(Partition(stream), new DocumentWrite("d:" + id, document, Life), cancellationToken);
    }

    internal static DocumentPartition Partition(string stream) => new(DocumentContainer.Streams, Tenants.System, stream + "-dead");
}
