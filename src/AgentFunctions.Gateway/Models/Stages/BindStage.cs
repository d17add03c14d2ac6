using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Says what a call belongs to: its session and run, its end user, its tags.</summary>
internal sealed class BindStage : IModelCallStage
{
    public const int MaxEndUserLength = 256;

    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        if (ReadDimensions(call) is { } refusal) return new ValueTask<ModelAnswer>(new RefusedModelAnswer(refusal));
        (call.SessionId, call.RunId) = (call.NamedSession, call.NamedRun);
        return next(call, cancellationToken);
    }

    private static ApiError? ReadDimensions(ModelCall call)
    {
        var facts = call.Facts;
        var (endUser, name) = facts.SafetyIdentifier is { Length: > 0 } safety ? (safety, "safety_identifier") : facts.User is { Length: > 0 } user ? (user, "user") : (call.NamedEndUser, "x-end-user");
        if (endUser?.Length > MaxEndUserLength) return ApiErrors.InvalidRequest(name, $"'{name}' has at most {MaxEndUserLength} characters.");
        call.EndUser = endUser is { Length: > 0 } ? endUser : null;
        if (facts.Metadata.IsPresent) call.Tags = MetadataTags.Read(call.Body.Slice(facts.Metadata.Offset, facts.Metadata.Length).Span);
        return null;
    }
}
