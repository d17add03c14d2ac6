using AgentFunctions.Cloud.Payloads;

namespace AgentFunctions.Cloud.Tests.Payloads;

public sealed class BlobPayloadOptionsTests
{
    [Theory]
    [InlineData(null, null, "payloads", "Endpoint is required")]
    [InlineData("https://a.blob.core.windows.net", "UseDevelopmentStorage=true", "payloads", "ConnectionString is for an emulator")]
    [InlineData("http://a.blob.core.windows.net", null, "payloads", "Endpoint must be")]
    [InlineData("https://a.blob.core.windows.net/container", null, "payloads", "Endpoint must be")]
    [InlineData(null, "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net", "payloads", "needs no key")]
    [InlineData(null, "nonsense", "payloads", "ConnectionString")]
    [InlineData("https://a.blob.core.windows.net", null, "Payloads", "Container must have")]
    [InlineData("https://a.blob.core.windows.net", null, "a--b", "Container must have")]
    public void Validate_Wrong_NamesTheSetting(string? endpoint, string? connectionString, string container, string words)
    {
        var result = new BlobPayloadOptionsValidator().Validate(null, new BlobPayloadOptions { Endpoint = endpoint, ConnectionString = connectionString, Container = container });

        Assert.Contains(words, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.blob.core.windows.net", null)]
    [InlineData(null, "UseDevelopmentStorage=true")]
    public void Validate_Right_Passes(string? endpoint, string? connectionString) =>
        Assert.True(new BlobPayloadOptionsValidator().Validate(null, new BlobPayloadOptions { Endpoint = endpoint, ConnectionString = connectionString }).Succeeded);
}
