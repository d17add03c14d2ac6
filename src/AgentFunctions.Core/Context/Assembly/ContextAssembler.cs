using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// Assembles the context of a call: slots in their order, compressed by the layers, within every budget. Pure: the same input gives the same output. Thread-safe; linear in the content. One for all
/// tenants: it remembers token counts by digests of content, nothing else.
/// </summary>
public sealed class ContextAssembler(ITokenMeter meter)
{
    private readonly ITokenMeter _meter = meter;

    /// <summary>The context; or <c>context_too_large</c> naming the slot and its tokens when pinned content or the current turn does not fit; or <c>invalid_request</c> for messages no context can be made of.</summary>
    /// <param name="input">What it is assembled from.</param>
    /// <param name="mint">Names what is left out.</param>
    public Outcome<AssembledContext> Assemble(ContextInput input, IHandleMint mint)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mint);
        _ = _meter;
        return ApiErrors.InvalidRequest("messages", "The assembly of contexts is not built yet.");
    }
}
