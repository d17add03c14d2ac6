using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What a context is assembled from.</summary>
/// <param name="Messages">All messages, oldest first.</param>
public sealed record ContextInput(IReadOnlyList<ContextMessage> Messages)
{
    /// <summary>Slots besides or instead of <see cref="ContextSlot.Standard"/>. Default none.</summary>
    public IReadOnlyList<ContextSlot> Slots { get; init; } = [];

    /// <summary>The most the messages may cost together. Default null: no bound; results are still compressed.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Whose tokens are counted: an alias or a model's name. Default null: the newest vocabulary.</summary>
    public string? Model { get; init; }

    /// <summary>What the layers may do. Default <see cref="CompressionOptions.Default"/>.</summary>
    public CompressionOptions Options { get; init; } = CompressionOptions.Default;

    /// <summary>Tokens that are kept free for a summary of what is left out whole. Default 0.</summary>
    public int SummaryTokens { get; init; }

    /// <summary>Summaries by the handle of what they are of; one that costs more than <see cref="SummaryTokens"/> is not shown. Default none.</summary>
    public IReadOnlyDictionary<string, string> Summaries { get; init; } = new Dictionary<string, string>();

    /// <summary>What the model that is shown the context can ask for content by its handle: the name of a tool. null: nothing, and no text says how it comes back. Default <c>context.expand</c>.</summary>
    public string? ExpandTool { get; init; } = Handles.ContextExpandTool.ToolName;

    /// <summary>The state of the assembly before this one, so that what was sent stays as it was sent. Default null: the first.</summary>
    public ContextState? Previous { get; init; }
}
