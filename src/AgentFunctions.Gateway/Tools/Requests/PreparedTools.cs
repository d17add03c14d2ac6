using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Gateway.Tools.Requests;

/// <summary>Tools as they are prepared, for as long as the control plane holds them.</summary>
internal sealed class PreparedTools(BuiltInTools builtIns)
{
    private readonly ConditionalWeakTable<Resource<ToolSpec>, PreparedTool> _prepared = [];

    public PreparedTool Of(Resource<ToolSpec> tool) => _prepared.GetValue(tool, Prepare);

    private PreparedTool Prepare(Resource<ToolSpec> tool)
    {
        var spec = tool.Spec;
        var schema = spec.InputSchema ?? (spec.Type == ToolSpec.BuiltIn ? builtIns.Find(spec.BuiltInName ?? tool.Id)?.InputSchema : null);
        ToolUrl? url = null;
        if (spec.Request is { } request && ToolUrl.Parse(request.Url, spec.AllowInsecure, out url) is { } wrong) throw new InvalidOperationException($"The stored URL of tools/{tool.Id} {wrong}.");
        return new PreparedTool { Schema = schema is { } declared ? InputSchema.Compile(declared) : InputSchema.Nothing, Url = url };
    }
}
