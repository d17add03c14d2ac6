using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>One message of a context before it is assembled.</summary>
/// <param name="Ref">What the caller knows it by: unique in a context and the same on every turn. Drops and the state name it.</param>
/// <param name="Message">A message as OpenAI's chat completions have it. Members that are not known pass untouched.</param>
/// <param name="Label">Where it came from; whatever stands in its place keeps the label.</param>
public sealed record ContextMessage(string Ref, JsonElement Message, ContentLabel Label)
{
    /// <summary>The slot it is charged to. Default null: <c>toolResults</c> for results of tools, <c>history</c> for the rest.</summary>
    public string? Slot { get; init; }

    /// <summary>It stays as it is, byte for byte, or the assembly fails. Messages of a pinned slot are pinned, and so are those of the system and the developer that name no slot. Default false.</summary>
    public bool Pinned { get; init; }

    /// <summary>Names of the fields of a JSON result that its consumers use, as declared with the tool. Default null: not declared, every field is kept. With names, the other fields go (ids, states, errors stay).</summary>
    public IReadOnlyCollection<string>? UsedFields { get; init; }
}
