using AgentFunctions.Core.Events.Intake;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Events;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Events;

/// <summary>Dead letters of streams in the document store.</summary>
public sealed class DocumentStreamDeadLettersTests : StreamDeadLetterConformance
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DocumentStreamDeadLettersTests() => Letters = new DocumentStreamDeadLetters(new InMemoryDocumentStore(_time), _time);

    protected override IStreamDeadLetters Letters { get; }

    [Fact]
    public async Task Keep_LongerThanADocument_IsCutAndSaysSo()
    {
        await Letters.KeepAsync(StreamNames.Events, "p0-1", "invalid_request", new byte[900_000], CancellationToken.None);

        var letter = (await Letters.FindAsync(StreamNames.Events, "p0-1", CancellationToken.None))!;
        Assert.Equal(900_000, letter.Size);
        Assert.InRange(letter.Body.Length, 500_000, 899_999);
    }

    [Fact]
    public async Task Keep_AfterThirtyDays_IsGone()
    {
        await Letters.KeepAsync(StreamNames.Events, "p0-1", "invalid_request", new byte[1], CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Letters.FindAsync(StreamNames.Events, "p0-1", CancellationToken.None));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await Letters.FindAsync(StreamNames.Events, "p0-1", CancellationToken.None));
    }
}
