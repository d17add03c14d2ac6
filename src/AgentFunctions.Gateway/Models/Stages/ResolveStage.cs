using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Reads the request, finds the model it means and refuses what the agent may not use, and people of whom nothing could be erased.</summary>
internal sealed class ResolveStage(TimeProvider time) : IModelCallStage
{
    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var error = call.Operation is ModelOperation.RetrieveResponse or ModelOperation.DeleteResponse ? NeedsAgent(call) ?? ReadEndUser(call) : Resolve(call);
        return error is null ? next(call, cancellationToken) : new ValueTask<ModelAnswer>(new RefusedModelAnswer(error));
    }

    private ApiError? Resolve(ModelCall call)
    {
        if (NeedsAgent(call) is { } noAgent) return noAgent;
        var invalid = ModelRequestReader.Read(call.Body.Span, call.Operation, call.ModelFromPath is not null, out var facts);
        if (invalid is not null) return invalid;

        call.Facts = facts;
        call.Model = call.ModelFromPath ?? facts.Model!;
        var caller = call.Caller;
        var model = caller.ControlPlane.ResolveModel(call.Model);

        // The literal id of a wildcard (gpt-*) is how it is declared and listed, not a model.
        if (model is null || call.Model.EndsWith('*')) return ModelErrors.ModelNotFound(call.Model, ModelAccess.Describe(caller));
        if (!ModelAccess.IsAllowed(caller, call.Model)) return ModelErrors.ModelNotAllowed(call.Model, ModelAccess.Describe(caller));
        if (ResourceState.Of(model.State, time.GetUtcNow()) is OperatingState.Suspended or OperatingState.Killed) return StateErrors.OutOfService("models", model.Id, model.State!);
        call.ModelResource = model;
        return ReadEndUser(call);
    }

    /// <summary>Before anything is kept for them.</summary>
    private static ApiError? ReadEndUser(ModelCall call)
    {
        var facts = call.Facts;
        var (endUser, name) = facts.SafetyIdentifier is { Length: > 0 } safety ? (safety, "safety_identifier") : facts.User is { Length: > 0 } user ? (user, "user") : (call.NamedEndUser, "x-end-user");
        if (endUser is not { Length: > 0 }) return null;
        call.EndUser = endUser;
        return SubjectNames.IsValid(endUser) ? null : SubjectErrors.InvalidName(name);
    }

    private static ApiError? NeedsAgent(ModelCall call) =>
        call.Caller.Agent is null ? ApiErrors.NotEntitled("This key acts for no agent. An operator names one in the header 'x-agent-id'.") : null;
}
