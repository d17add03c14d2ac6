using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Tests.Subjects;

/// <summary>Keeps what was named, once.</summary>
internal sealed class CountingTally : IErasureTally
{
    public HashSet<string> Items { get; } = new(StringComparer.Ordinal);

    public ValueTask CountAsync(IReadOnlyCollection<string> items, CancellationToken cancellationToken)
    {
        Assert.InRange(items.Count, 0, IErasureTally.MostAtOnce);
        Items.UnionWith(items);
        return ValueTask.CompletedTask;
    }
}
