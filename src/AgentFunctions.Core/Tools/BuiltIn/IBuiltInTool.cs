using System.Text.Json;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>
/// A tool that is code of the host. It is called only through a resource of the kind <c>tools</c> with <c>type: builtin</c> that names it, so it passes the same checks, limits and approvals as any other. Registered with
/// <see cref="BuiltInToolServiceCollectionExtensions.AddTool{TTool}"/>; one instance serves all calls.
/// </summary>
public interface IBuiltInTool
{
    /// <summary>Unique; a resource names it as <c>builtin</c>, or by its own id.</summary>
    string Name { get; }

    /// <summary>JSON Schema of its arguments, for resources that declare none; null: it takes none.</summary>
    JsonElement? InputSchema => null;

    /// <summary>Its answers are remembered under their idempotency key, as those of any tool. false: it only reads, and what it reads may be of anybody; outside runs it reads again, so that nothing is answered that was erased since.</summary>
    bool IsRemembered => true;

    /// <summary>Does it. An exception means that nobody knows what it did, if the tool has side effects.</summary>
    /// <param name="call">Arguments that fit the schema.</param>
    /// <param name="cancellationToken">The time is over, or the caller gone.</param>
    ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken);
}
