using System.Text.Json;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>One value that differs.</summary>
internal sealed record ApplyDiff
{
    public string Path { get; set; } = "";

    /// <summary>Undefined when there was none.</summary>
    public JsonElement From { get; set; }

    /// <summary>Undefined when there will be none.</summary>
    public JsonElement To { get; set; }
}
