using System.ClientModel.Primitives;
using System.Globalization;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Cloud.Providers;

/// <summary>The client's raw response, its body still on the wire unless the client read it.</summary>
internal sealed class AzureOpenAIAnswer : ProviderAnswer
{
    private readonly PipelineResponse _response;
    private readonly AzureOpenAICall _call;

    public AzureOpenAIAnswer(PipelineResponse response, AzureOpenAICall call, bool isBuffered)
    {
        (_response, _call) = (response, call);
        Status = response.Status;
        Credential = call.Credential;
        Headers = UpstreamAnswerHeaders.Read(Find, Find("Content-Type"), Credential);
        ContentLength = long.TryParse(Find("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
        if (Status >= 400) RetryAfter = UpstreamAnswerHeaders.RetryAfter(Find);
        Body = isBuffered ? response.Content.ToStream() : response.ContentStream ?? Stream.Null;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _response.Dispose();
        _call.Writer.Close();
    }

    private string? Find(string name) => _response.Headers.TryGetValue(name, out var value) ? value : null;
}
