using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>
/// An OpenAI-compatible provider whose behaviour is chosen by the model's name: <c>script-*</c> answers well (<see cref="ChatScripts"/>, <see cref="ResponseScripts"/>,
/// <see cref="EmbeddingScripts"/>), <c>break-*</c> answers and then breaks (<see cref="BrokenScripts"/>), <c>refuse-*</c> answers an error (<see cref="RefusalScripts"/>).
/// </summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    public const string Credential = "sk-upstream-credential";

    private const string BreakPath = "/break/";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly ConcurrentQueue<ProviderCall> _calls = new();

    public ScriptedProvider() => _upstream.Default = Answer;

    /// <summary>Root address, without a slash at its end.</summary>
    public string Address => _upstream.Address.ToString().TrimEnd('/');

    public string Endpoint => _upstream.Endpoint;

    public IReadOnlyList<ProviderCall> CallsOf(string model) => [.. _calls.Where(call => call.Model == model)];

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private UpstreamReply Answer(UpstreamRequest request)
    {
        if (request.Target.StartsWith(BreakPath, StringComparison.Ordinal))
        {
            BrokenScripts.Break(request.Target[BreakPath.Length..]);
            return UpstreamReply.Json(200, "{}");
        }

        if (request.Method == "GET") return ResponseScripts.Retrieve(request.Target[(request.Target.LastIndexOf('/') + 1)..]);
        var body = (JsonObject)JsonNode.Parse(request.Body)!;
        var call = new ProviderCall(request, body["model"]!.GetValue<string>(), body);
        _calls.Enqueue(call);
        if (call.Model.StartsWith("refuse-", StringComparison.Ordinal)) return RefusalScripts.Answer(call, CallsOf(call.Model).Count);
        if (call.Model.StartsWith("break-", StringComparison.Ordinal)) return BrokenScripts.Answer(call);
        if (call.IsResponses) return ResponseScripts.Answer(call);
        return call.Path.EndsWith("/embeddings", StringComparison.Ordinal) ? EmbeddingScripts.Answer(call) : ChatScripts.Answer(call);
    }
}
