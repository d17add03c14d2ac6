using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.TestKit.Memory;

/// <summary>What drafts are beside texts that were given out, and what it takes to say so.</summary>
public sealed class RecallComparison
{
    /// <summary>What all drafts of a request may take.</summary>
    public const long MostOfRequest = RecallWork.MostOfRequest;

    private static readonly ContentLabel Trusted = new(Integrity.Trusted, Confidentiality.Internal);

    private readonly GivenRecords _given;

    /// <param name="given">What was given out.</param>
    /// <param name="isWhole">To a caller, not to a run.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public RecallComparison(IReadOnlyList<string> given, bool isWhole, CancellationToken cancellationToken) => _given = new GivenRecords([.. given.Select(Record)], isWhole, cancellationToken);

    /// <summary>Compares drafts of one request.</summary>
    /// <returns>What each is, and the steps that all of them took.</returns>
    public (IReadOnlyList<(bool IsRecalled, bool Resembles)> Verdicts, long Steps) Judge(IEnumerable<string> drafts, long most, CancellationToken cancellationToken)
    {
        var work = new RecallWork(most, cancellationToken);
        List<(bool IsRecalled, bool Resembles)> verdicts = [];
        foreach (var text in drafts)
        {
            var verdict = _given.Judge(new MemoryDraft { Text = text, Kind = MemoryKind.Episodic, Source = new MemorySource(MemorySourceKind.Written, "agents/a", null, null, true), Label = Trusted }, work);
            verdicts.Add((verdict.IsRecalled, verdict.Resembles));
        }

        return (verdicts, work.Spent);
    }

    private static MemoryRecord Record(string text, int i) => new()
    {
        Id = $"mem_{i:x32}", TenantId = "t", Agent = "a", Kind = MemoryKind.Episodic, Text = text, Label = Trusted, Sources = [], OccurredAt = DateTimeOffset.UnixEpoch, CreatedAt = DateTimeOffset.UnixEpoch, State = MemoryState.Active,
    };
}
