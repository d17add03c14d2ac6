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

    private readonly RecallWork _work;
    private readonly GivenRecords _given;

    /// <param name="given">What was given out.</param>
    /// <param name="isWhole">To a caller, not to a run.</param>
    /// <param name="most">Steps that it may take.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public RecallComparison(IReadOnlyList<string> given, bool isWhole, long most, CancellationToken cancellationToken)
    {
        _work = new RecallWork(most, cancellationToken);
        var index = new GivenIndex(_work);
        List<MemoryRecord> records = [.. given.Select(Record)];
        index.Add(records);
        _given = index.Of(records.ConvertAll(static record => record.Id), isWhole);
    }

    /// <summary>Taken so far; the reading of what was given is the first of it.</summary>
    public long Steps => _work.Spent;

    /// <summary>Compares one more draft of the request.</summary>
    public (bool IsRecalled, bool Resembles) Judge(string text)
    {
        var verdict = _given.Judge(new MemoryDraft { Text = text, Kind = MemoryKind.Episodic, Source = new MemorySource(MemorySourceKind.Written, "agents/a", null, null, true), Label = Trusted });
        return (verdict.IsRecalled, verdict.Resembles);
    }

    private static MemoryRecord Record(string text, int i) => new()
    {
        Id = $"mem_{i:x32}", TenantId = "t", Agent = "a", Kind = MemoryKind.Episodic, Text = text, Label = Trusted, Sources = [], OccurredAt = DateTimeOffset.UnixEpoch, CreatedAt = DateTimeOffset.UnixEpoch, State = MemoryState.Active,
    };
}
