using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Vectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>What a host gets by the one call.</summary>
public sealed class CosmosMemoryRegistrationTests
{
    [Fact]
    public void AddCosmosMemoryCandidates_GivesStoreCandidatesAndTheJobOfVectors()
    {
        using var services = Build(new() { ["Endpoint"] = "https://localhost:8081", ["EmulatorKey"] = Convert.ToBase64String(new byte[32]), ["VectorDimensions"] = "256" });
        Assert.IsType<CosmosDocumentStore>(services.GetRequiredService<IDocumentStore>());
        Assert.IsType<CosmosMemoryCandidates>(services.GetRequiredService<IMemoryCandidates>());
        Assert.Equal(256, services.GetRequiredService<MemoryVectorSpace>().Dimensions);
        Assert.Single(services.GetServices<IScheduledJob>(), static job => job.Name == "memory-vectors");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4097")]
    public void VectorDimensions_OutOfRange_AreToldByName(string dimensions)
    {
        using var services = Build(new() { ["Endpoint"] = "https://name.documents.azure.com", ["VectorDimensions"] = dimensions });
        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<CosmosOptions>>().Value);
        Assert.Contains("AgentFunctions:Cosmos:VectorDimensions lies between 1 and 4096", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(static one => $"{CosmosOptions.SectionName}:{one.Key}", static one => one.Value)).Build());
        services.AddLogging();
        services.AddCosmosMemoryCandidates();
        services.AddCosmosMemoryCandidates();
        services.AddMemorySearch().AddMemoryUpkeep();
        return services.BuildServiceProvider();
    }
}
