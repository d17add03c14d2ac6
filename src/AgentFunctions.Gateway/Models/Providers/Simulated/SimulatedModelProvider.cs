using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>A model that needs no account: the same request gives the same answer, and the deployment's name scripts delays and faults (docs/simulated.md).</summary>
internal sealed class SimulatedModelProvider(SimulatedResponses responses, TimeProvider time) : IModelProvider
{
    /// <summary>Events that leave before a scripted fault.</summary>
    private const int EventsBeforeFault = 3;
    private const string EventStream = "text/event-stream; charset=utf-8";

    public string Type => "simulated";

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var call = request.Call;
        if (call.Operation is ModelOperation.RetrieveResponse or ModelOperation.DeleteResponse) return Stored(call);

        var script = SimulatedScript.Parse(request.Attempt.Deployment);
        if (script.Delay > TimeSpan.Zero) await Task.Delay(script.Delay, time, cancellationToken);
        if (script.Flaky && request.Attempt.Number == 1) return Error(500);
        if (script.ErrorStatus > 0) return Error(script.ErrorStatus);

        var body = request.Body.ToArray();
        if (!SimulatedText.IsReadable(body)) return Error(400);
        var simulated = SimulatedCall.Read(call, body, request.Attempt.Deployment);
        if (call.Operation == ModelOperation.Embeddings) return Whole(SimulatedEmbeddings.Whole(simulated.Root, simulated.Model), script.Fault);
        if (call.Operation == ModelOperation.Chat)
            return call.Facts.Stream ? Streamed(SimulatedChat.Chunks(simulated, Finishes(script.Fault)).Select(static chunk => $"data: {SimulatedJson.Text(chunk)}\n\n"), script, "data: [DONE]\n\n") : Whole(SimulatedChat.Whole(simulated), script.Fault);

        var response = new SimulatedResponse(simulated);
        var whole = response.Whole();
        if (call.Facts.Store != false) responses.Keep(response.Id, whole);
        return call.Facts.Stream ? Streamed(response.Events(Finishes(script.Fault)).Select(static step => $"event: {step["type"]}\ndata: {SimulatedJson.Text(step)}\n\n"), script, null) : Whole(whole, script.Fault);
    }

    private static bool Finishes(SimulatedFault fault) => fault is not (SimulatedFault.NoFinish or SimulatedFault.NoDone);

    private ProviderAnswer Streamed(IEnumerable<string> events, SimulatedScript script, string? done) => new()
    {
        Status = 200,
        Headers = new AnswerHeaders(EventStream),
        Body = new SimulatedBody(Parts(events, script, done).Select(text => (script.ChunkDelay, Encoding.UTF8.GetBytes(text))), script.Fault, time),
    };

    private static IEnumerable<string> Parts(IEnumerable<string> events, SimulatedScript script, string? done)
    {
        var sent = 0;
        foreach (var text in events)
        {
            if (sent++ == EventsBeforeFault)
            {
                switch (script.Fault)
                {
                    case SimulatedFault.Stall or SimulatedFault.Reset:
                        yield break;
                    case SimulatedFault.Truncate:
                        yield return text[..(text.Length / 2)];
                        yield break;
                    case SimulatedFault.Malformed:
                        yield return "data: {\"id\":\"broken\",\"choices\":[{\n\n";
                        break;
                    default:
                        break;
                }
            }

            yield return text;
        }

        if (done is not null && script.Fault != SimulatedFault.NoDone) yield return done;
    }

    private ProviderAnswer Whole(JsonObject answer, SimulatedFault fault)
    {
        var text = SimulatedJson.Text(answer);
        text = fault switch
        {
            SimulatedFault.Malformed => "{\"id\":\"broken\",,}",
            SimulatedFault.Truncate or SimulatedFault.Reset or SimulatedFault.Stall => text[..(text.Length / 2)],
            _ => text,
        };
        return Json(200, Encoding.UTF8.GetBytes(text), fault);
    }

    private ProviderAnswer Json(int status, byte[] body, SimulatedFault end = SimulatedFault.None, TimeSpan? retryAfter = null) => new()
    {
        Status = status,
        Headers = new AnswerHeaders("application/json"),
        Body = new SimulatedBody([(TimeSpan.Zero, body)], end, time),
        RetryAfter = retryAfter,
    };

    private ProviderAnswer Error(int status)
    {
        var body = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = string.Create(CultureInfo.InvariantCulture, $"Simulated error {status} of the model."),
                ["type"] = status >= 500 ? "server_error" : "invalid_request_error",
                ["param"] = null,
                ["code"] = "simulated_error",
            },
        };
        return Json(status, SimulatedJson.Bytes(body), retryAfter: status == 429 ? TimeSpan.FromSeconds(1) : null);
    }

    private ProviderAnswer Stored(ModelCall call)
    {
        var stored = responses.Find(call.ResponseId!);
        if (stored is null) return Json(404, Encoding.UTF8.GetBytes("""{"error":{"message":"Response with id not found.","type":"invalid_request_error","param":"id","code":"not_found"}}"""));
        if (call.Operation == ModelOperation.RetrieveResponse) return Json(200, stored);
        responses.Delete(call.ResponseId!);
        return Json(200, SimulatedJson.Bytes(new JsonObject { ["id"] = call.ResponseId, ["object"] = "response", ["deleted"] = true }));
    }
}
