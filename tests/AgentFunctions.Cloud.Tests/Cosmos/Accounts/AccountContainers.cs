using System.Collections.ObjectModel;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The product's containers in an account of the tests, with an index for each order that the suites ask for.</summary>
internal static class AccountContainers
{
    /// <summary>Numbers of the vectors of tests.</summary>
    public const int Dimensions = 3;

    private const int Throughput = 1_000;

    private static readonly string[] Ordered = ["/body/v", "/body/n", "/body/o/v", "/body/rank"];

    public static async Task MakeAsync(CosmosClient client, string database, bool withSearch)
    {
        Database made = await client.CreateDatabaseIfNotExistsAsync(database);
        foreach (var container in DocumentContainer.All)
        {
            List<string> keys = ["/tenantId", .. container.SecondKey is { } second ? [$"/{second}"] : Array.Empty<string>()];
            var properties = new ContainerProperties(container.Name, keys) { DefaultTimeToLive = -1 };
            IEnumerable<string[]> orders = Ordered.Select(static path => new[] { path, "/id" }).Concat(CosmosMemoryPolicy.Orders.GetValueOrDefault(container.Name) ?? []);
            foreach (var paths in orders) properties.IndexingPolicy.CompositeIndexes.Add([.. paths.Select(static path => new CompositePath { Path = path, Order = CompositePathSortOrder.Ascending })]);
            if (withSearch && container == DocumentContainer.Memory) AddSearch(properties);
            await made.CreateContainerIfNotExistsAsync(properties, withSearch ? Throughput : null);
        }
    }

    private static void AddSearch(ContainerProperties properties)
    {
        const string Text = "/" + CosmosMemoryPolicy.Text;
        const string Embedding = "/" + CosmosMemoryPolicy.Embedding;
        properties.FullTextPolicy = new FullTextPolicy { DefaultLanguage = CosmosMemoryPolicy.Language, FullTextPaths = [new FullTextPath { Path = Text, Language = CosmosMemoryPolicy.Language }] };
        properties.VectorEmbeddingPolicy = new VectorEmbeddingPolicy(new Collection<Embedding>
        {
            new() { Path = Embedding, DataType = VectorDataType.Float32, DistanceFunction = DistanceFunction.Cosine, Dimensions = Dimensions },
        });
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/*" });
        properties.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = Embedding + "/*" });
        properties.IndexingPolicy.FullTextIndexes.Add(new FullTextIndexPath { Path = Text });
        properties.IndexingPolicy.VectorIndexes.Add(new VectorIndexPath { Path = Embedding, Type = VectorIndexType.DiskANN });
    }
}
