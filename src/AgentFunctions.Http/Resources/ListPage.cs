namespace AgentFunctions.Http.Resources;

/// <summary>Cuts a page from a sequence.</summary>
internal static class ListPage
{
    /// <summary>The first entries, and whether more follow.</summary>
    public static async ValueTask<(IReadOnlyList<T> Items, bool HasMore)> TakeAsync<T>(IAsyncEnumerable<T> source, int count)
    {
        var items = new List<T>(count);
        await foreach (var item in source)
        {
            if (items.Count == count) return (items, true);
            items.Add(item);
        }

        return (items, false);
    }
}
