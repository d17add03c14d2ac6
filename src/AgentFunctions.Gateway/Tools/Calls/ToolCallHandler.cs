using AgentFunctions.Core.Tools;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>The rest of the pipeline.</summary>
internal delegate ValueTask<ToolAnswer> ToolCallHandler(ToolContext context, CancellationToken cancellationToken);
