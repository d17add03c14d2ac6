using System.Text.Json;

namespace AgentFunctions.Core.Agents;

/// <summary>The call that undoes a call.</summary>
/// <param name="Tool">Id of the tool that undoes it; the agent must be allowed it.</param>
/// <param name="Arguments">
/// Its arguments, an object; null: the arguments of the call. A string that is exactly <c>{arguments.path}</c> or <c>{result.path}</c> stands for the value at that path in what the call was given or answered; everything else is taken as it is.
/// </param>
public sealed record ToolCompensation(string Tool, JsonElement? Arguments);
