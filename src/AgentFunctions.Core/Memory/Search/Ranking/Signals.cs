using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Queries;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Core.Memory.Times;

namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>The signals that need a record and the query alone.</summary>
internal sealed class Signals(MemoryQuery query, IReadOnlyList<string> speakers, DateTimeOffset asOf)
{
    private const double HalfLifeDays = 30;

    /// <summary>Content words from which a record counts as saying something.</summary>
    private const double FullWords = 12;

    private readonly string[] _names = [.. query.Names.Except(speakers, StringComparer.Ordinal).Select(RecordWords.KeyOf)];

    public void Measure(RankedRecord ranked)
    {
        var record = ranked.Record;
        var values = ranked.Values;
        if (speakers.Count > 0 && ranked.SpeakerNames.Any(speakers.Contains))
            values[MemorySignals.Speaker] = 1.0 / speakers.Count;
        if (_names.Length > 0)
            values[MemorySignals.Entities] = _names.Count(name => ranked.Words.Weight(name) > 0) / (double)_names.Length;
        ranked.IsOfTime = query.From is not null && IsOfTime(record);
        if (ranked.IsOfTime || (query.AsksForTime && TimeReader.Read(record.Text, record.OccurredAt).Count > 0))
            values[MemorySignals.Time] = 1;
        values[MemorySignals.Recency] = Math.Pow(0.5, Math.Max(0, (asOf - record.OccurredAt).TotalDays) / HalfLifeDays);
        var substance = Math.Min(1, ranked.Words.Length / FullWords);
        values[MemorySignals.Substance] = record.Text.AsSpan().TrimEnd().EndsWith('?') ? substance / 2 : substance;
        values[MemorySignals.Quality] = Math.Clamp(record.Quality, 0, 1);
        values[MemorySignals.Usefulness] = Math.Clamp(record.Usefulness.Mean, 0, 1);
    }

    /// <summary>It was said in that time, or tells of it.</summary>
    private bool IsOfTime(MemoryRecord record) =>
        (record.OccurredAt >= query.From && record.OccurredAt < query.To) || TimeReader.Read(record.Text, record.OccurredAt).Any(time => time.From < query.To && time.To > query.From);
}
