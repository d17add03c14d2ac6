using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Makes the messages of a chat completion smaller, where the caller (<c>x-context: compress</c>) or the agent's declaration asks for it. Where nothing is left out the body keeps its bytes; where what must stay does not fit, or
/// what is left out cannot be kept, the call is refused.
/// </summary>
internal sealed class ContextStage(SessionContexts contexts, ILogger<ContextStage> logger) : IModelCallStage
{
    private static readonly ApiError NotKept = new(503, ErrorCodes.StoreUnavailable, "What the context leaves out could not be kept, so the call was refused. Try again shortly, or send 'x-context: none'.") { RetryAfter = TimeSpan.FromSeconds(2) };

    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken) =>
        call.Operation == ModelOperation.Chat && (call.Compress ?? ContextSettings.Compresses(call.Caller.Agent!.Spec)) ? CompressAsync(call, next, cancellationToken) : next(call, cancellationToken);

    private async ValueTask<ModelAnswer> CompressAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(call.Body);
        if (!document.RootElement.TryGetProperty("messages", out var given) || given.ValueKind != JsonValueKind.Array) return await next(call, cancellationToken);
        Outcome<AssembledContext> outcome;
        try
        {
            outcome = await contexts.AssembleAsync(Request(call, [.. given.EnumerateArray()], OfferedExpand(document.RootElement)), cancellationToken);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            ContextLog.NotKept(logger, exception, call.CallId);
            return new RefusedModelAnswer(NotKept);
        }

        if (outcome.Value is not { } context) return new RefusedModelAnswer(OfCall(outcome.Error!, call));
        call.ContextTokens = (context.TokensBefore, context.TokensAfter);
        if (context.Dropped.Count > 0)
        {
            var body = Write(document.RootElement, context.Messages);

            // Offsets and counts are those of the new body.
            if (ModelRequestReader.Read(body.Span, call.Operation, call.ModelFromPath is not null, out var facts) is { } invalid) return new RefusedModelAnswer(invalid);
            call.Replace(body, facts);
        }

        return await next(call, cancellationToken);
    }

    /// <summary>What does not fit, by what the caller can change of it: the body has messages, and neither slots nor a budget.</summary>
    private static ApiError OfCall(ApiError error, ModelCall call)
    {
        if (error.Code != ErrorCodes.ContextTooLarge) return error;
        var agent = call.Caller.Agent!;
        var budget = error.Param is { } slot && slot.StartsWith("slots.", StringComparison.Ordinal) ? $"spec.context.{slot}.budgetTokens of agents/{agent.Id}"
            : agent.Spec.Context?.BudgetTokens is not null ? $"spec.context.budgetTokens of agents/{agent.Id}"
            : $"spec.maxInputTokens of models/{call.ModelResource?.Id}";
        return error with { Param = "messages", Message = $"{error.Message} Send less in 'messages' that must stay (what the system and the developer say, and the last message of the user), or have the budget raised: {budget}." };
    }

    private static ContextRequest Request(ModelCall call, IReadOnlyList<JsonElement> messages, string? expand)
    {
        var agent = call.Caller.Agent!;
        var labels = MessageLabels.OfAll(messages, agent.Spec);
        return new ContextRequest
        {
            TenantId = call.Caller.ControlPlane.TenantId,
            Agent = agent.Id,
            Spec = agent.Spec,
            Messages = [.. messages.Select((message, index) => new ContextMessage(string.Create(CultureInfo.InvariantCulture, $"messages[{index}]"), message, labels[index]) { Pinned = IsTold(message) })],
            Model = call.Model,
            BudgetTokens = agent.Spec.Context?.BudgetTokens ?? call.ModelResource?.Spec.MaxInputTokens,
            Compress = true,
            ExpandTool = expand,
            Summaries = new SummaryCall(call.Caller, call.NamedRun, call.NamedSession),
            EndUser = call.EndUser,
        };
    }

    /// <summary>The function of the request that brings content back, by its name there; null: the model is offered none.</summary>
    private static string? OfferedExpand(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array) return null;
        return tools.EnumerateArray().Select(NameOf).FirstOrDefault(static name => name is ContextExpandTool.ToolName or "context_expand" or "context-expand");
    }

    private static string? NameOf(JsonElement tool) =>
        tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static bool IsTold(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && role.GetString() is "system" or "developer";

    private static ReadOnlyMemory<byte> Write(JsonElement body, IReadOnlyList<AssembledMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var property in body.EnumerateObject())
        {
            if (!property.NameEquals("messages"u8))
            {
                property.WriteTo(json);
                continue;
            }

            json.WriteStartArray(property.Name);
            foreach (var message in messages) message.Message.WriteTo(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
