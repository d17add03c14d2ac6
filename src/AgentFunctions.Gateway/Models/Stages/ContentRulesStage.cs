using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Keeps a model call from being a side door: background work, tools the provider runs, state and files the agent was not issued, and URLs the provider would fetch. Source: DESIGN section 5.
/// </summary>
internal sealed class ContentRulesStage : IModelCallStage
{
    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var error = Check(call);
        return error is null ? next(call, cancellationToken) : new ValueTask<ModelAnswer>(new RefusedModelAnswer(error));
    }

    private static ApiError? Check(ModelCall call)
    {
        if (call.Facts.Background)
            return ApiErrors.UnsupportedParameter("background", "Background responses are not served: nothing would be metered when they end. Leave it out, and stream long answers.");
        if (call.Facts.References is not { } references) return null;
        foreach (var reference in references)
            if (Check(call, reference) is { } error) return error;
        return null;
    }

    private static ApiError? Check(ModelCall call, GuardedReference reference) => reference.Kind switch
    {
        GuardedReferenceKind.HostedTool => HostedTool(call, reference),
        GuardedReferenceKind.RemoteUrl => RemoteUrl(call, reference),
        GuardedReferenceKind.FileId => ApiErrors.NotFound(Path(call, reference), "No such file was issued to this agent. Send the file's content as a data: URL or file_data."),
        GuardedReferenceKind.Conversation => ApiErrors.NotFound("conversation", "No such conversation was issued to this agent. Use previous_response_id, or send the messages."),
        GuardedReferenceKind.Prompt => ApiErrors.NotFound("prompt", "No such prompt was issued to this agent. Send its text in 'instructions' and 'input'."),
        _ => null,
    };

    private static ApiError? HostedTool(ModelCall call, GuardedReference reference)
    {
        var isAllowed = false;
        foreach (var entry in call.Caller.Agent!.Spec.HostedTools) isAllowed |= ModelPatterns.Matches(entry, reference.Value);
        if (!isAllowed)
        {
            return ApiErrors.UnsupportedParameter(
                Path(call, reference), $"'{reference.Value}' is run by the provider, outside this gateway's control. Tools of type 'function' and 'custom' are served; others only where the agent's hostedTools names them.");
        }

        call.RequiresPrice = true;
        var view = call.Caller.ControlPlane;
        foreach (var target in call.ModelResource!.Spec.Targets)
            if (view.ResolvePrice(target.Price, target.Deployment ?? call.Model) is not null) return null;
        return ModelErrors.Unpriced(call.Model, reference.Value);
    }

    private static ApiError? RemoteUrl(ModelCall call, GuardedReference reference)
    {
        if (ContentHost.Of(reference.Value) is not { } host)
            return ApiErrors.InvalidRequest(Path(call, reference), "Content is sent as a data: URL or as an absolute https URL on a host the agent's contentHosts names.");
        foreach (var allowed in call.Caller.Agent!.Spec.ContentHosts)
            if (ContentHost.Matches(allowed, host)) return null;
        return ApiErrors.UnsupportedParameter(Path(call, reference), $"The host '{host}' is not among this agent's contentHosts. Send the content as a data: URL, or have the host added.");
    }

    private static string Path(ModelCall call, GuardedReference reference) => JsonPath.At(call.Body.Span, reference.Offset);
}
