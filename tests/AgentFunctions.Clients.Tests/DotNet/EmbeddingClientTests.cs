using System.ClientModel;
using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;
using OpenAI.Embeddings;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>The OpenAI .NET SDK's embedding and model clients do through the gateway what they do without it.</summary>
[Collection(GatewayCollection.Name)]
public sealed class EmbeddingClientTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Generate_Base64WhichTheSdkAsks_IsDecoded()
    {
        var embeddings = (await Client.GenerateEmbeddingsAsync(["one", "two"])).Value;
        Assert.Equal(2, embeddings.Count);
        Assert.All(embeddings, static embedding => Assert.Equal(EmbeddingScripts.Vector, embedding.ToFloats().ToArray()));
        Assert.Equal("base64", gateway.Provider.CallsOf("script-embed")[^1].Body["encoding_format"]!.GetValue<string>());
    }

    [Fact]
    public async Task Generate_FloatAsked_StaysFloat()
    {
        using var body = BinaryContent.Create(BinaryData.FromString("""{"model":"script-embed","input":"one","encoding_format":"float"}"""));
        using var answer = JsonDocument.Parse((await Client.GenerateEmbeddingsAsync(body)).GetRawResponse().Content);
        JsonAssert.Equal("[0.5,-0.25,0.125,1]", answer.RootElement.GetProperty("data")[0].GetProperty("embedding"));
    }

    [Fact]
    public async Task Models_Listed_AreThoseTheKeyMayUse()
    {
        var client = gateway.Client().GetOpenAIModelClient();
        var ids = (await client.GetModelsAsync()).Value.Select(static model => model.Id).ToArray();
        Assert.Contains("script-chat", ids);
        Assert.DoesNotContain("other-model", ids);
        Assert.Equal("script-chat", (await client.GetModelAsync("script-chat")).Value.Id);
    }

    private EmbeddingClient Client => gateway.Client().GetEmbeddingClient("script-embed");
}
