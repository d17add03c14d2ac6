using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>
/// Answers that begin well and never become whole. <c>break-KIND.LABEL</c>: the kind says how, the label keeps callers apart.
/// </summary>
internal static class BrokenScripts
{
    public const string Half = "Half an answer";

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Permissions = new();

    /// <summary>A caller saw the first half of that model's answer: break it now. So a broken answer is always one whose beginning was delivered.</summary>
    public static void Break(string model) => PermissionOf(model).TrySetResult();

    public static UpstreamReply Answer(ProviderCall call)
    {
        var kind = call.Model["break-".Length..].Split('.')[0];
        if (!call.Streams) return Whole(call.Model, kind);
        var begun = call.IsResponses ? UpstreamReply.Events().Typed(ResponseScripts.Text(call.Model, Half).Take(5)) : UpstreamReply.Events().Data(Opening(call.Model));
        return Broken(begun.Await(PermissionOf(call.Model).Task), call, kind);
    }

    private static TaskCompletionSource PermissionOf(string model) => Permissions.GetOrAdd(model, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static UpstreamReply Broken(UpstreamReply begun, ProviderCall call, string kind) => kind switch
    {
        "close" => begun.Close(),
        "reset" => begun.Reset(),
        "stall" => begun.Stall(),
        "malformed" => Ending(begun.Data("""{"id":"chatcmpl-script","choices":[{"index":0,"del"""), call),
        "cut-event" => begun.Send("""data: {"id":"chatcmpl-script","choi"""),
        "error-event" => begun.Data("""{"error":{"message":"The provider fell over.","type":"server_error","code":"overloaded","param":null}}"""),
        "no-finish" => begun.Data("[DONE]"),
        "no-done" => begun.Data(Finish(call.Model)),
        "end" => begun,
        _ => throw new InvalidOperationException($"No such script: {call.Model}"),
    };

    private static UpstreamReply Ending(UpstreamReply begun, ProviderCall call) =>
        call.IsResponses ? begun.Typed(ResponseScripts.Text(call.Model, Half).Skip(5)) : begun.Data(Finish(call.Model), "[DONE]");

    private static string[] Opening(string model) =>
        [ChatScripts.Chunk(model, ChatScripts.Delta("""{"role":"assistant","content":""}""")), ChatScripts.Chunk(model, ChatScripts.ContentDelta(Half))];

    private static string Finish(string model) => ChatScripts.Chunk(model, ChatScripts.Delta("{}", "\"stop\""));

    /// <summary>An answer whose length was announced and not kept, or that is no JSON.</summary>
    private static UpstreamReply Whole(string model, string kind)
    {
        var json = ChatScripts.Whole(model, ChatScripts.Choice(ChatScripts.Message(Half)));
        if (kind == "malformed") return UpstreamReply.Json(200, json[..^20]);
        var begun = new UpstreamReply().WithHeader("Content-Type", "application/json").WithHeader("Content-Length", Encoding.UTF8.GetByteCount(json).ToString(CultureInfo.InvariantCulture)).Send(json[..60]);
        return kind switch
        {
            "reset" => begun.Reset(),
            "stall" => begun.Stall(),
            _ => begun.Close(),
        };
    }
}
