using System.ClientModel;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Cloud.Providers;

/// <summary>The caller's bytes as the client's content: written once, never copied.</summary>
internal sealed class AzureOpenAIBody(UpstreamWriter writer) : BinaryContent
{
    public override bool TryComputeLength(out long length)
    {
        length = writer.Length;
        return true;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellationToken = default) => throw new NotSupportedException("Model calls are asynchronous.");

    public override Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) => writer.WriteAsync(stream, cancellationToken);

    /// <summary>The bytes are the call's.</summary>
    public override void Dispose()
    {
    }
}
