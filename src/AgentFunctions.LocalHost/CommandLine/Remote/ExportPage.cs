using System.Text.Json;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>One page of GET /api/resources.</summary>
internal sealed record ExportPage
{
    public IReadOnlyList<JsonElement> Items { get; set; } = [];

    public string? NextCursor { get; set; }
}
