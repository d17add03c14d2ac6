using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>One message of a run's input.</summary>
/// <param name="Index">Its place in the input.</param>
/// <param name="Message">As it is shown and kept.</param>
/// <param name="Role">As it was given.</param>
internal sealed record InputMessage(int Index, JsonElement Message, string Role)
{
    /// <summary>It tells the agent what to do, whether or not it is believed.</summary>
    public bool IsInstruction => Role is "system" or "developer";
}
