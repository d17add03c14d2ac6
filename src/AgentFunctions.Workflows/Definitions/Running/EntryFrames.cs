using System.Globalization;
using AgentFunctions.Core.Definitions;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Makes the frame of a step again from its key, <c>each[3].inner[0].id</c>: what is undone in an entry of a list sees that entry, also where the list itself was stopped or failed.</summary>
internal sealed class EntryFrames(DefinitionRun run, Func<string, DefinitionStep> find)
{
    /// <summary>Where a step stands that is, or is within, one of those whose keys begin with the prefix of a frame: the id of the first on the way to it.</summary>
    public static string? HeadOf(string key, RunFrame frame)
    {
        if (!key.StartsWith(frame.Prefix, StringComparison.Ordinal)) return null;
        var rest = key[frame.Prefix.Length..];
        var bracket = rest.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? rest : rest[..bracket];
    }

    /// <param name="key">Of the step.</param>
    /// <param name="frame">A frame around it.</param>
    public async Task<RunFrame> OfAsync(string key, RunFrame frame)
    {
        while (key.IndexOf("].", frame.Prefix.Length, StringComparison.Ordinal) is > 0 and var end)
        {
            var begin = key.LastIndexOf('[', end);
            var each = (DefinitionStep.ForEach)find(key[frame.Prefix.Length..begin]);
            var index = int.Parse(key.AsSpan(begin + 1, end - begin - 1), CultureInfo.InvariantCulture);
            var list = run.State.MemoOf(key[..begin]).List ?? RunLists.Empty;
            var entries = await new RunLists(run).ReadAsync(list, index, 1);
            frame = new RunFrame(key[..(end + 2)], frame) { ItemName = each.As, Item = entries.Count > 0 ? entries[0] : EnvironmentJson.Null, Index = index };
        }

        return frame;
    }
}
