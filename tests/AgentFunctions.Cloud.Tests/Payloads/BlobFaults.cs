using Azure.Core;
using Azure.Core.Pipeline;

namespace AgentFunctions.Cloud.Tests.Payloads;

/// <summary>Runs a test's code before every request to storage, and can lose an answer after it.</summary>
internal sealed class BlobFaults : HttpPipelinePolicy
{
    public Func<Task>? Before { get; set; }

    /// <summary>After the request was served; throwing loses the answer.</summary>
    public Action<HttpMessage>? After { get; set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Before is { } before) await before();
        await ProcessNextAsync(message, pipeline);
        After?.Invoke(message);
    }
}
