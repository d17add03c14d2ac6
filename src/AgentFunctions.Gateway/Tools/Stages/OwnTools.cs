using System.Collections.Frozen;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>Built-in tools that need no declaration of their own; a declared tool of the same id goes before them.</summary>
internal static class OwnTools
{
    // One object each, whatever the tenant: what is prepared for a tool is kept by it.
    private static readonly FrozenDictionary<string, Resource<ToolSpec>> ById = new[] { Of(ContextExpandTool.ToolName, ContextExpandTool.Description) }.ToFrozenDictionary(static tool => tool.Id, StringComparer.Ordinal);

    public static Resource<ToolSpec>? Find(string id) => ById.GetValueOrDefault(id);

    private static Resource<ToolSpec> Of(string id, string description) => new("", id, new ToolSpec { Type = ToolSpec.BuiltIn, Description = description, SideEffect = ToolSideEffect.None, Idempotent = true }, "own", 1);
}
