using System.Globalization;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>
/// <c>refuse-STATUS</c> and <c>refuse-STATUS-always-*</c> answer that status each time; <c>refuse-STATUS-once-*</c> only to the first request and answers well from then on;
/// <c>refuse-STATUS-after-*</c> is the same with a <c>Retry-After</c> of one second.
/// </summary>
internal static class RefusalScripts
{
    public static UpstreamReply Answer(ProviderCall call, int number)
    {
        var words = call.Model.Split('-');
        if (words.Length > 2 && words[2] != "always" && number > 1) return ChatScripts.Answer(call);
        var reply = UpstreamReply.Json(
            int.Parse(words[1], CultureInfo.InvariantCulture), """{"error":{"message":"The provider says no.","type":"provider_error","param":"temperature","code":"provider_code"}}""");
        return words.Length > 2 && words[2] == "after" ? reply.WithHeader("Retry-After", "1") : reply;
    }
}
