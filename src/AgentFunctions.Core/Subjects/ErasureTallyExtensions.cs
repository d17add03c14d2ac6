namespace AgentFunctions.Core.Subjects;

/// <summary>Naming many things.</summary>
internal static class ErasureTallyExtensions
{
    /// <summary>Names things and removes them, a part of them at a time.</summary>
    public static async ValueTask RemoveAsync<T>(this IErasureTally tally, IEnumerable<T> items, Func<T, string> nameOf, Func<T, ValueTask> remove, CancellationToken cancellationToken)
    {
        foreach (var part in items.Chunk(IErasureTally.MostAtOnce))
        {
            await tally.CountAsync([.. part.Select(nameOf)], cancellationToken);
            foreach (var item in part) await remove(item);
        }
    }
}
