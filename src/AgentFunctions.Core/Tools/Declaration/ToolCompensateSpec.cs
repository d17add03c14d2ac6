using System.Text.Json;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>The call that undoes a call.</summary>
public sealed record ToolCompensateSpec
{
    /// <summary>Id of the tool that undoes it; agents must be allowed it as well.</summary>
    public required string Tool { get; init; }

    /// <summary>
    /// Its arguments, an object; null: the arguments of the call. A string that is exactly <c>{arguments.path}</c> or <c>{result.path}</c> stands for the value at that path in what the call was given or answered; everything else
    /// is taken as it is.
    /// </summary>
    public JsonElement? Arguments { get; set; }
}
