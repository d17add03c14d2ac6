using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Intake;

/// <summary>Dead letters of the usage stream in the document store, for thirty days: partition (the platform, <c>usage-dead</c>), <c>d:{position}</c>. A long one is cut.</summary>
internal sealed class DocumentUsageDeadLetters(IDocumentStore store, ILogger<DocumentUsageDeadLetters> logger) : IUsageDeadLetters
{
    private const int MaxBytes = 256 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private static readonly DocumentPartition Partition = new(DocumentContainer.Streams, Tenants.System, "usage-dead");

    public async ValueTask KeepAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var bytes = body.Length > MaxBytes ? body[..MaxBytes] : body;
        var document = JsonSerializer.SerializeToUtf8Bytes(new StoredDeadLetter { Size = body.Length, Data = bytes.ToArray() }, IntakeJson.Default.StoredDeadLetter);
        await store.UpsertAsync(Partition, new DocumentWrite("d:" + id, document, Life), cancellationToken);
        IntakeLog.Kept(logger, id);
    }
}
