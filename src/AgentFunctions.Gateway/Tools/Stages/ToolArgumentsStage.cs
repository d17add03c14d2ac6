using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Tools;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Requests;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>Checks the arguments against the tool's schema and makes the request of them: from here on it is fixed what will be sent.</summary>
internal sealed class ToolArgumentsStage(PreparedTools tools) : IToolCallStage
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        var prepared = tools.Of(context.Tool);
        var given = context.Call.Arguments is { ValueKind: not JsonValueKind.Undefined } some ? some : Nothing;
        if (prepared.Schema.Validate(given, "arguments", $"The call of '{context.Tool.Id}'") is { } invalid) return new(new ToolAnswer.Refused(invalid));
        var text = SortedJson.Write(given);
        using (var sorted = JsonDocument.Parse(text)) context.Arguments = sorted.RootElement.Clone();
        context.Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Tool.Id}\n{text}")));
        if (prepared.Url is { } url)
        {
            if (ToolRequestBuilder.Build(context.Spec.Request!, url, context.Arguments, out var request) is { } impossible) return new(new ToolAnswer.Refused(impossible));
            context.Request = request;
        }

        return next(context, cancellationToken);
    }
}
