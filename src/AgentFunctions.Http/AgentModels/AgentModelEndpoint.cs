using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.AgentModels;

/// <summary>Serves <c>model: "agent/ID"</c>: starts a run with the messages as input and answers with what it comes to. A caller that goes away leaves the run alone: it is durable, and its id was in the headers.</summary>
internal sealed class AgentModelEndpoint(RunStarter starter, RunFeed feed, RunReportReader reports, IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Total = new TimeoutsSpec().Total;
    private readonly GatewayOptions _options = options.Value;

    /// <summary>false: the body names no agent; nothing was done.</summary>
    public async ValueTask<bool> TryServeAsync(HttpContext context, ReadOnlyMemory<byte> body, BindingHeaders binding)
    {
        var read = AgentModelRequest.Read(body);
        if (read.Value is null && read.Error is null) return false;
        var (request, refusal) = (read.Value, read.Error);
        if (request is not null) refusal = Refusal(context.GetCaller(), request, binding);
        var started = refusal is null ? await StartAsync(context, request!, binding) : refusal;
        if (started.Value is { } run) await AnswerAsync(context, request!, run);
        else await context.WriteErrorAsync(started.Error!);
        return true;
    }

    /// <summary>Why a body for another endpoint cannot be served: it names an agent that the caller may call as a model, which is done elsewhere. null: not our matter; whoever may not call it learns nothing of it.</summary>
    public static async ValueTask<ApiError?> RefusalElsewhereAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
        AgentModelRequest.AgentOf(body) is { } agent && await AgentModelAccess.IsUsableAsync(context.GetCaller(), agent, context.RequestAborted) ? AgentModelErrors.ChatOnly(AgentModelRequest.Prefix + agent) : null;

    private static ApiError? Refusal(Caller caller, AgentModelRequest request, BindingHeaders binding)
    {
        if (!AgentModelAccess.IsAllowed(caller, request.Agent)) return AgentModelErrors.NotFound(caller, request.Model);
        return binding.Run is null ? null : ApiErrors.InvalidRequest(HeaderNames.RunId, $"An agent called as a model begins a run of its own, whose id is in the answer; leave '{HeaderNames.RunId}' out.");
    }

    private async ValueTask<Outcome<Run>> StartAsync(HttpContext context, AgentModelRequest request, BindingHeaders binding)
    {
        var key = RunHeaders.IdempotencyKey(context.Request);
        if (key.Error is { } wrong) return wrong;
        var person = request.EndUser ?? (binding.EndUser is { } named ? (HeaderNames.EndUser, named) : null);
        if (person is { } someone && !SubjectNames.IsValid(someone.Value)) return SubjectErrors.InvalidName(someone.Name);
        return await starter.StartAsync(
            AgentModelAccess.Initiator(context.GetCaller()),
            new RunRequest
            {
                Target = new RunTarget(RunTargetKind.Agent, request.Agent),
                Input = request.Input,

                // An agent's word to another is worth no more than what it makes of its own users.
                InputLabel = MessageLabels.OfUser(context.GetCaller().Agent!.Spec),
                Session = binding.Session,
                EndUser = person?.Value,
                IdempotencyKey = key.Value?.Length > 0 ? key.Value : null,
            },
            context.RequestAborted);
    }

    private async ValueTask AnswerAsync(HttpContext context, AgentModelRequest request, Run run)
    {
        context.Response.Headers[HeaderNames.RunId] = run.Id;
        if (run.Session is { } session) context.Response.Headers[HeaderNames.SessionId] = session;
        if (request.Ignored.Count > 0) context.Response.Headers[HeaderNames.IgnoredParameters] = string.Join(", ", request.Ignored);
        var answer = new AgentModelAnswer(request.Model, run.Id, time.GetUtcNow().ToUnixTimeSeconds());
        if (request.Stream)
        {
            await new AgentModelStream(context, answer, this, _options, time).WriteAsync(run, request.IncludeUsage, Total);
            return;
        }

        var total = _options.WholeAnswerCap is { } cap && cap < Total ? cap : Total;
        var outcome = await EndAsync(context, run, total);
        if (outcome.Value is not { } report)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        var body = answer.Whole(report);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Waits for the end of a run; the report of one that succeeded.</summary>
    internal async ValueTask<Outcome<RunReport>> EndAsync(HttpContext context, Run run, TimeSpan longest)
    {
        var tenant = context.GetCaller().Principal.TenantId;
        var ended = await feed.WaitForEndAsync(tenant, run.Id, longest, context.RequestAborted);
        if (ended is null || !RunStatuses.IsClosed(ended.Status)) return AgentModelErrors.NotInTime(ended ?? run);
        var report = await reports.GetAsync(RunViewer.Whole(tenant), run.Id, context.RequestAborted);
        if (report.Value is not { } found) return report.Error!;
        return found.Run.Status == RunStatus.Succeeded ? found : AgentModelErrors.NotDone(found);
    }
}
