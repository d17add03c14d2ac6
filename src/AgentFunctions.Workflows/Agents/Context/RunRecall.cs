using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Declaration;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>
/// Recalls what an agent's memory holds on the input of a run, where the agent declares it: searched once at the first turn and kept with its step, so that every turn, a restart and a fork show the same. Its use is noted
/// before it is shown, so that what comes of the run finds the records.
/// </summary>
internal sealed class RunRecall(MemorySearch search, MemoryUses uses, IRunJournal journal, StepContent content)
{
    /// <summary>What it is shown; null for nothing.</summary>
    public async ValueTask<RecalledMemory?> FindAsync(AgentTurn turn, IReadOnlyList<JsonElement> input, CancellationToken cancellationToken)
    {
        var (work, recall) = (turn.Work, turn.Blueprint.Spec.Memory?.Recall);
        if (recall is null) return null;
        if (turn.LastModelStep is not null)
        {
            var first = await journal.FindAsync(work.TenantId, work.Run.Id, StepIds.Model(1), cancellationToken);
            return first?.Output is { } output ? (await content.ReadAsync(work.TenantId, work.Run.Id, output, AgentJson.Default.ModelOutput, cancellationToken)).Recalled : null;
        }

        var agent = MemoryAgents.KeyOf(work.Run.Agent, work.Run.Team);
        var query = Query(input);
        if (query.Length == 0) return null;
        var result = await search.SearchAsync(
            new MemorySearchRequest
            {
                TenantId = work.TenantId,
                Agent = agent,
                Query = query,
                Top = recall.Top,
                MinIntegrity = LabelNames.FindIntegrity(recall.MinIntegrity) ?? Integrity.Untrusted,
                Subject = AgentMemorySpec.SubjectOf(turn.Blueprint.Spec.Memory, work.Run.EndUser),
                ListsRejected = false,
            },
            cancellationToken);
        if (result.GivenIds.Count == 0) return null;
        result = result.Only(await uses.NoteAsync(work.TenantId, agent, work.Run.Id, work.Run.Session, MemoryAgents.PrincipalOf(agent), result.GivenIds, cancellationToken));
        MemoryHit[] given = [.. result.Hits, .. result.Warnings];
        if (given.Length == 0) return null;
        return new RecalledMemory(
            RecalledText.Mark(string.Join('\n', result.Hits.Select(static hit => Line(hit, "")).Concat(result.Warnings.Select(static hit => Line(hit, "WARNING, this went wrong before: "))))),
            LabelNames.Of(given.Min(static hit => hit.Record.Label.Integrity)),
            LabelNames.Of(given.Max(static hit => hit.Record.Label.Confidentiality)))
        {
            Records = [.. given.Select(static hit => new RecalledRecord(hit.Record.Id, Math.Round(hit.Score, 4)))],
        };
    }

    private static string Line(MemoryHit hit, string before)
    {
        var record = hit.Record;
        var speaker = record.Speaker is { } said ? $", {said}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"- ({record.OccurredAt:yyyy-MM-dd}{speaker}) {before}{record.Text}");
    }

    /// <summary>The latest that a user says.</summary>
    private static string Query(IReadOnlyList<JsonElement> input)
    {
        var last = input.LastOrDefault(static message => message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && role.GetString() == "user");
        if (last.ValueKind != JsonValueKind.Object || !last.TryGetProperty("content", out var said)) return "";
        var text = ChatMessages.Text(said).Trim();
        return text.Length > MemorySearchRequest.MaxQueryLength ? text[..MemorySearchRequest.MaxQueryLength] : text;
    }
}
