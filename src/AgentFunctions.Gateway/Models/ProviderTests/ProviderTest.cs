using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;
using AgentFunctions.Gateway.Models.Routing;
using AgentFunctions.Gateway.Models.Stages;

namespace AgentFunctions.Gateway.Models.ProviderTests;

/// <summary>Asks a provider for one token, past models, agents and the breaker, and says in an operator's terms what is wrong. The provider's own words are not shown: they may echo the credential.</summary>
public sealed class ProviderTest
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly AttemptStage _attempt;
    private readonly AttemptRecorder _recorder;
    private readonly TimeProvider _time;

    internal ProviderTest(AttemptStage attempt, AttemptRecorder recorder, TimeProvider time)
    {
        _attempt = attempt;
        _recorder = recorder;
        _time = time;
    }

    /// <summary>The deployment to ask when none is named: the first that a model declares at this provider; null when there is none.</summary>
    public static TargetSpec? FindTarget(ControlPlaneView view, string providerId)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Models.OrderBy(static model => model.Key, StringComparer.Ordinal)
            .SelectMany(static model => model.Value.Spec.Targets)
            .FirstOrDefault(target => target.Provider == providerId && target.Deployment is not null);
    }

    /// <summary>Makes the call; 30 s at most.</summary>
    /// <param name="caller">Who asks; names the tenant.</param>
    /// <param name="callId">Ours.</param>
    /// <param name="target">Provider and deployment; <see cref="TargetSpec.Deployment"/> must be set.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<ProviderTestResult> RunAsync(Caller caller, string callId, TargetSpec target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(target);
        var call = Prepare(caller, callId, target);

        // Health of its own: a target that is cooling can be tested, and a test moves no breaker.
        var route = new RouteStage(new TargetSelector(new TargetHealthRegistry(_time)), _recorder, _time);
        await using var answer = await route.InvokeAsync(call, (current, token) => _attempt.InvokeAsync(current, static (_, _) => throw new InvalidOperationException("The attempt stage is the last."), token), cancellationToken);
        var status = call.CurrentAttempt?.UpstreamStatus ?? 0;
        var isOk = answer is WholeModelAnswer { Status: >= 200 and < 300 };
        return new ProviderTestResult(isOk, target.Deployment!, status, _time.GetElapsedTime(call.StartedAt), isOk ? "The provider answered." : Explain(answer, status, target));
    }

    private ModelCall Prepare(Caller caller, string callId, TargetSpec target)
    {
        var model = new ModelSpec { Targets = [target], Retry = new RetrySpec { Attempts = 1 }, Timeouts = new TimeoutsSpec { Total = Deadline } };
        var body = Body(target);
        _ = ModelRequestReader.Read(body, ModelOperation.Chat, modelFromPath: false, out var facts);
        return new ModelCall { CallId = callId, Operation = ModelOperation.Chat, Caller = caller, Body = body, StartedAt = _time.GetTimestamp() }
            .For(facts, target.Deployment!, new Resource<ModelSpec>(caller.Principal.TenantId, "provider-test", model, "", 1));
    }

    private static byte[] Body(TargetSpec target)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, target.Deployment);
            json.WriteStartArray("messages"u8);
            json.WriteStartObject();
            json.WriteString("role"u8, "user"u8);
            json.WriteString("content"u8, "ping"u8);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber(target.OutputLimitField == "max_completion_tokens" ? "max_completion_tokens"u8 : "max_tokens"u8, 1);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Explain(ModelAnswer answer, int status, TargetSpec target) => status switch
    {
        401 or 403 => $"The provider refused the credential ({status}). Check the secret that the provider names, and that it belongs to this endpoint.",
        404 => $"The provider does not know '{target.Deployment}', or the endpoint's path is wrong (404). An endpoint usually ends in /v1.",
        429 => "The provider is throttling this credential (429), or its quota is used up.",
        400 or 422 => $"The provider refused the test request for '{target.Deployment}' ({status}). A reasoning model may need outputLimitField max_completion_tokens; name another deployment with {{\"deployment\":\"...\"}}.",
        >= 500 => $"The provider failed ({status}). Try again; see its status page.",
        _ => answer is RefusedModelAnswer refused ? refused.Error.Message : $"The provider answered {status}.",
    };
}
