using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Activities;

/// <summary>Tells the recorder how an authenticated request ended. Requests without a valid key are nobody's activity.</summary>
internal sealed class CallActivity(ActivityRecorder recorder)
{
    public void Record(HttpContext context)
    {
        var state = context.State();
        if (state.Caller is not { } caller) return;
        var surface = ErrorFormat.IsOpenAi(context.Request.Path) ? ActivitySurface.V1 : ActivitySurface.Api;
        var call = state.ModelCall;
        var outcome = Outcome(context.Response.StatusCode, state.ErrorCode, call);
        var declared = call?.ModelResource?.Id;
        var (input, output) = Tokens(call);
        recorder.Record(new ActivityCall(caller, surface, outcome)
        {
            // Under a wildcard callers choose the name: only one that a provider answered to is a model.
            Model = outcome == ActivityOutcome.Succeeded && declared is not null ? call!.Model : declared,
            DeclaredModel = declared,
            Code = state.ErrorCode,
            InputTokens = input,
            OutputTokens = output,
        });
    }

    private static ActivityOutcome Outcome(int status, string? code, ModelCall? call)
    {
        if (code is null && status < StatusCodes.Status400BadRequest) return ActivityOutcome.Succeeded;
        return status >= StatusCodes.Status500InternalServerError || code is null or "client_closed_request" || call?.CurrentAttempt is not null ? ActivityOutcome.Failed : ActivityOutcome.Refused;
    }

    /// <summary>Every attempt is charged for, so every attempt counts.</summary>
    private static (long Input, long Output) Tokens(ModelCall? call)
    {
        if (call is null) return default;
        var (input, output) = (0L, 0L);
        for (var i = 0; i < call.Attempts.Count; i++)
        {
            input += call.Attempts[i].Usage.InputTokens;
            output += call.Attempts[i].Usage.OutputTokens;
        }

        return (input, output);
    }
}
