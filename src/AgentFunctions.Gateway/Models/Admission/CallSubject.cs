using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>Whose usage a call will be, as it is at this moment.</summary>
internal static class CallSubject
{
    public static UsageSubject Of(ModelCall call, DateTimeOffset now)
    {
        var caller = call.Caller;
        return new UsageSubject
        {
            TenantId = caller.ControlPlane.TenantId,
            CallId = call.CallId,
            At = now,
            Operation = Operation(call.Operation),
            Agent = caller.Agent?.Id,
            Team = caller.Agent?.Spec.Team,
            CostCentre = caller.Team?.Spec.CostCentre,
            // A run acts without a key: limits on keys are no limits on runs.
            Key = caller.KeyId.Length == 0 ? null : caller.KeyId,
            Model = call.ModelResource?.Id,
            Session = call.SessionId,
            Run = call.RunId,
            EndUser = call.EndUser,
            Tags = call.Tags,
        };
    }

    private static string Operation(ModelOperation operation) => operation switch
    {
        ModelOperation.Chat => "chat",
        ModelOperation.Responses => "responses",
        ModelOperation.Embeddings => "embeddings",
        ModelOperation.RetrieveResponse => "retrieve_response",
        _ => "delete_response",
    };
}
