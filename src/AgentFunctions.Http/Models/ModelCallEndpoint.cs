using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.AgentModels;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Models;

/// <summary>Serves one model call over HTTP: reads the body, passes the gateway, writes what it came to.</summary>
internal sealed class ModelCallEndpoint(
    IModelGateway gateway, IAuthenticator authenticator, CredentialReader credentials, IOptions<AgentFunctionsHttpOptions> httpOptions, IOptions<GatewayOptions> options, StreamDrain drain, Lazy<AgentModelEndpoint> agents, TimeProvider time)
{
    private readonly long _maxBody = httpOptions.Value.MaxRequestBodyBytes;
    private readonly GatewayOptions _options = options.Value;

    public async Task InvokeAsync(HttpContext context, ModelOperation operation)
    {
        var malformed = BindingHeaders.Read(context.Request.Headers, out var binding);
        if ((malformed ?? Refusal(context.Request, operation)) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        if (operation is ModelOperation.RetrieveResponse or ModelOperation.DeleteResponse)
        {
            await AnswerAsync(context, Call(context, operation, default, binding));
            return;
        }

        var body = await PooledRequestBody.ReadAsync(context.Request, _maxBody, context.RequestAborted);
        if (body is null)
        {
            await context.WriteErrorAsync(ApiErrors.RequestTooLarge(_maxBody));
            return;
        }

        var call = Call(context, operation, body.WrittenMemory, binding);
        try
        {
            if (operation == ModelOperation.Chat && call.ModelFromPath is null && AgentModelRequest.MayBe(body.WrittenMemory.Span) && await agents.Value.TryServeAsync(context, body.WrittenMemory, binding)) return;
            if (operation != ModelOperation.Chat && AgentModelRequest.MayBe(body.WrittenMemory.Span) && await AgentModelEndpoint.RefusalElsewhereAsync(context, body.WrittenMemory) is { } elsewhere) await context.WriteErrorAsync(elsewhere);
            else await AnswerAsync(context, call);
        }
        finally
        {
            if (call.BodyEscaped) body.Abandon();
            body.Dispose();
        }
    }

    private async Task AnswerAsync(HttpContext context, ModelCall call)
    {
        context.State().ModelCall = call;

        // Ends when the caller goes, and when a stream's key no longer holds: both cancel the provider.
        using var life = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var answer = await gateway.InvokeAsync(call, life.Token);
        LimitHeaders.Write(context.Response, call, time.GetUtcNow());
        ContextHeaders.Write(context.Response, call);
        if (call.RunId is { } run) context.Response.Headers[HeaderNames.RunId] = run;
        if (call.SessionId is { } session) context.Response.Headers[HeaderNames.SessionId] = session;
        switch (answer)
        {
            case WholeModelAnswer whole:
                await ModelAnswerWriter.WriteAsync(context, whole);
                break;
            case StreamedModelAnswer streamed:
                using (var writer = new ModelStreamWriter(context, call, streamed, _options, time, life)) await writer.WriteAsync(new StreamRecheck(call, credentials.Read(context, withAgent: true), authenticator, drain, time));
                break;
            default:
                await context.WriteErrorAsync(((RefusedModelAnswer)answer).Error);
                break;
        }
    }

    private static ApiError? Refusal(HttpRequest request, ModelOperation operation)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            return ApiErrors.InvalidRequest("Content-Encoding", "Compressed request bodies are not read; send the body as it is.");
        if (operation == ModelOperation.RetrieveResponse && request.Query["stream"] is { Count: > 0 } stream && !string.Equals(stream, "false", StringComparison.OrdinalIgnoreCase))
            return ApiErrors.UnsupportedParameter("stream", "A stored response is served whole; leave 'stream' out.");
        return ContextHeaders.Check(request.Headers, operation);
    }

    private static ModelCall Call(HttpContext context, ModelOperation operation, ReadOnlyMemory<byte> body, BindingHeaders binding)
    {
        var (headers, values) = (context.Request.Headers, context.Request.RouteValues);
        string? trace = headers[HeaderNames.TraceParent];
        ContextHeaders.Read(headers, out var compress);
        return new ModelCall
        {
            CallId = context.GetRequestId(),
            Operation = operation,
            Caller = context.GetCaller(),
            Body = body,
            ModelFromPath = values.Count == 0 ? null : values["deployment"] as string,
            ResponseId = values.Count == 0 ? null : values["id"] as string,
            Include = operation == ModelOperation.RetrieveResponse ? [.. context.Request.Query["include"].Concat(context.Request.Query["include[]"]).OfType<string>()] : [],
            OpenAIBeta = headers["OpenAI-Beta"],
            Compress = compress,
            NamedSession = binding.Session,
            NamedRun = binding.Run,
            NamedEndUser = binding.EndUser,
            TraceParent = string.IsNullOrEmpty(trace) ? null : trace,
            TraceState = trace is null ? null : (string?)headers[HeaderNames.TraceState],
        };
    }
}
