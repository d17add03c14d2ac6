using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Reading;

/// <summary>What the store can sort out of a list of runs.</summary>
internal static class RunFilters
{
    // A filter holds at most so many values; with more teams the runs are sorted out by the reader.
    private const int MaxTeams = DocumentLimits.MaxOneOfValues;

    /// <summary>What entries of runs that may be open now say: they are written when a run begins.</summary>
    private static readonly DocumentValue[] Begun = [RunStatuses.ToName(RunStatus.Running), RunStatuses.ToName(RunStatus.Pending)];

    public static DocumentFilter Of(RunViewer viewer, RunFilter filter)
    {
        List<DocumentFilter> filters = [];
        if (viewer.Agent is { } own) filters.Add(DocumentFilter.Equal("agent", own));
        else if (!viewer.Teams.IsAll && Visible(viewer) is { } visible) filters.Add(visible);
        Add("agent", filter.Agent);
        Add("session", filter.Session);
        Add("workflow", filter.Workflow);
        Add("origin", filter.Origin);
        Add("parent", filter.Parent);
        if (filter.From is { } from) filters.Add(new DocumentFilter.Compare("startedAt", FilterOperator.GreaterOrEqual, from.ToUnixTimeMilliseconds()));
        if (filter.To is { } to) filters.Add(new DocumentFilter.Compare("startedAt", FilterOperator.Less, to.ToUnixTimeMilliseconds()));

        // An entry that says that a run is open may be of one that is over.
        if (filter.Status is { } status) filters.Add(new DocumentFilter.OneOf("status", [.. Begun.Prepend(RunStatuses.ToName(status)).Distinct()]));
        return new DocumentFilter.All(filters);

        void Add(string path, string? value)
        {
            if (value is not null) filters.Add(DocumentFilter.Equal(path, value));
        }
    }

    /// <summary>The entry to read after: that of the page before, or the first that began before the end.</summary>
    public static string? After(RunFilter filter, string? cursor)
    {
        var latest = filter.To is { } to && to > DateTimeOffset.UnixEpoch ? RunDocuments.EntryBefore(to.ToUnixTimeMilliseconds()) : null;
        var after = latest is null || string.CompareOrdinal(cursor, latest) > 0 ? cursor : latest;
        return after is null ? null : RunDocuments.Entries + after;
    }

    private static DocumentFilter? Visible(RunViewer viewer)
    {
        if (viewer.Own.IsAll || viewer.Own.Teams.Count > 0)
        {
            var own = DocumentFilter.Equal("startedBy", viewer.By);
            return viewer.Teams.Teams.Count switch
            {
                0 => own,
                <= MaxTeams => DocumentFilter.Or(own, Teams(viewer)),
                _ => null,
            };
        }

        return viewer.Teams.Teams.Count is > 0 and <= MaxTeams ? Teams(viewer) : null;
    }

    private static DocumentFilter.OneOf Teams(RunViewer viewer) => new("team", [.. viewer.Teams.Teams.Select(DocumentValue.FromString)]);
}
