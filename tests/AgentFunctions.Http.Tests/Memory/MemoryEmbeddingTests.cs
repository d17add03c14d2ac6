using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>Vectors come from the model that an agent declares, through the gateway; where that does not answer, a search goes by words alone.</summary>
public sealed class MemoryEmbeddingTests : IAsyncLifetime
{
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync();
        await _app.AddAsync("""{"text":"The desk lamp flickers at night.","kind":"episodic"}""");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Search_WithoutAModel_AsksNone() => Assert.False(await UsesVectorsAsync());

    [Fact]
    public async Task Search_WithAModel_CountsNearness()
    {
        await DeclareAsync("sim-small");

        var found = await _app.SearchAsync("The desk lamp flickers at night.");

        Assert.True(found.GetProperty("explain").GetProperty("usedVectors").GetBoolean());
        var similarity = found.GetProperty("hits")[0].GetProperty("signals").EnumerateArray().Single(static signal => signal.GetProperty("name").GetString() == "similarity");
        Assert.Equal(1, similarity.GetProperty("value").GetDouble(), 3);
    }

    [Fact]
    public async Task Search_ModelOutOfService_GoesByWords()
    {
        await DeclareAsync("sim-small");
        var killed = await _app.SendAsync(HttpMethod.Put, "/api/models/sim-small/state", """{"state":"killed","reason":"test"}""", "admin");
        Assert.True(killed.Status == HttpStatusCode.OK, killed.Text);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.False(await UsesVectorsAsync());
        Assert.Single(await _app.HitsAsync("Which lamp flickers?"));
    }

    [Fact]
    public async Task Agent_WhoseModelsLackIt_IsRefused()
    {
        var answer = await _app.Control.PutSpecAsync("agents", "demo", """{"models":[],"memory":{"embeddings":"sim-small"}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("spec.memory.embeddings", answer.Text, StringComparison.Ordinal);
    }

    private Task DeclareAsync(string model) => _app.PutAsync("agents", "demo", JsonSerializer.Serialize(new { models = new[] { "sim-small" }, memory = new { embeddings = model } }));

    private async Task<bool> UsesVectorsAsync() => (await _app.SearchAsync("Which lamp flickers?")).GetProperty("explain").GetProperty("usedVectors").GetBoolean();
}
