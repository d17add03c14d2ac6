using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Sessions.Contexts;

/// <summary>A context of an agent that is to be assembled: what a session holds, then what is given.</summary>
public sealed record ContextRequest
{
    public required string TenantId { get; init; }

    /// <summary>Id of the agent.</summary>
    public required string Agent { get; init; }

    public required AgentSpec Spec { get; init; }

    /// <summary>Its slots and messages come first; null: none.</summary>
    public OpenSession? Session { get; init; }

    /// <summary>The messages of the session that are shown; null: the latest that it holds.</summary>
    public Messages.MessageWindow? History { get; init; }

    /// <summary>What <see cref="AgentFunctions.Core.Subjects.Barrier.ErasureBarrier.NowAsync"/> said before <see cref="History"/> was read.</summary>
    public long Since { get; init; }

    /// <summary>After those of the session, oldest first.</summary>
    public IReadOnlyList<ContextMessage> Messages { get; init; } = [];

    /// <summary>Before everything: what the agent is told. Pinned.</summary>
    public string? Instructions { get; init; }

    /// <summary>Values that stand in slots, instead of those of the session.</summary>
    public IReadOnlyDictionary<string, JsonElement> Slots { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Token budgets of slots by name, instead of those that the agent declares.</summary>
    public IReadOnlyDictionary<string, int> SlotBudgets { get; init; } = new Dictionary<string, int>();

    /// <summary>What the call says of the options, instead of what the agent declares; null: nothing.</summary>
    public CompressionTuning? Options { get; init; }

    /// <summary>The tool by which the model that is shown the context brings content back; null: it has none.</summary>
    public string? ExpandTool { get; init; }

    /// <summary>Whose tokens are counted; null: the newest vocabulary.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of the whole; null: no bound.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Results of tools are made smaller; false: only what does not fit is left out.</summary>
    public bool Compress { get; init; }

    /// <summary>Of the assembly before this one; null: the first.</summary>
    public ContextState? Previous { get; init; }

    /// <summary>In whose name a model may be asked for summaries, where the agent declares them; null: those that were written before are shown, and no model is asked.</summary>
    public SummaryCall? Summaries { get; init; }

    /// <summary>On whose behalf; null where that is not known.</summary>
    public string? EndUser { get; init; }
}
