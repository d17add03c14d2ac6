using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Gateway.Tools.Requests;

/// <summary>What of a declared tool is worked out once: its schema and its URL.</summary>
internal sealed class PreparedTool
{
    public required InputSchema Schema { get; init; }

    /// <summary>null for a built-in.</summary>
    public ToolUrl? Url { get; init; }
}
