using System.Text.RegularExpressions;
using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>The containers have the indexes and policies that the engine's queries need, and no other paths.</summary>
public sealed partial class MemoryContainerTests
{
    private const string Text = "/" + CosmosMemoryPolicy.Text;
    private const string Embedding = "/" + CosmosMemoryPolicy.Embedding;

    private static TemplateResource Container => Assert.Single(CompiledTemplate.OfType("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers"));

    private static string Memory => Variable("memoryIndex");

    [Fact]
    public void FullText_PolicyAndIndex_AreOfTheEnginesField()
    {
        Assert.Contains($"'fullTextIndexes', createArray(createObject('path', '{Text}'))", Memory, StringComparison.Ordinal);
        Assert.Contains(
            $"'fullTextPolicy', createObject('defaultLanguage', '{CosmosMemoryPolicy.Language}', 'fullTextPaths', createArray(createObject('path', '{Text}', 'language', '{CosmosMemoryPolicy.Language}')))",
            Container.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Vector_PolicyAndIndex_AreOfTheEnginesField()
    {
        Assert.Contains($"'vectorIndexes', createArray(createObject('path', '{Embedding}', 'type', 'diskANN', 'vectorIndexShardKey', createArray('/tenantId')))", Memory, StringComparison.Ordinal);
        Assert.Contains($"createObject('path', '{Embedding}/*')", Memory, StringComparison.Ordinal);
        Assert.Contains(
            $"createObject('path', '{Embedding}', 'dataType', '{CosmosMemoryPolicy.VectorType}', 'dimensions', parameters('vectorDimensions'), 'distanceFunction', '{CosmosMemoryPolicy.Distance}')",
            Container.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Vector_Dimensions_AreTheSameForContainerAppAndDefault()
    {
        Assert.Equal(new CosmosOptions().VectorDimensions, CompiledTemplate.Root.GetProperty("parameters").GetProperty("vectorDimensions").GetProperty("defaultValue").GetInt32());
        Assert.Contains("'AgentFunctions__Cosmos__VectorDimensions', string(parameters('vectorDimensions'))", CompiledTemplate.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, CompiledTemplate.Modules.Count(static module => module.Property("parameters", "vectorDimensions", "value") == "[parameters('vectorDimensions')]"));
    }

    [Fact]
    public void Orders_OfEachContainer_HaveTheirIndex()
    {
        Assert.Equal(Listed(CosmosMemoryPolicy.Orders[DocumentContainer.Memory.Name]), Listed(OrdersOf(Memory)));
        Assert.Equal(Listed(CosmosMemoryPolicy.Orders[DocumentContainer.Sessions.Name]), Listed(OrdersOf(Variable("sessionsIndex"))));
        Assert.Empty(OrdersOf(Variable("plainIndex")));
        Assert.Equal(["memory", "sessions"], CosmosMemoryPolicy.Orders.Keys.Order(StringComparer.Ordinal));
    }

    private static string Variable(string name) => Container.Template.GetProperty("variables").GetProperty(name).GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal);

    private static IEnumerable<string[]> OrdersOf(string index) => Pair().Matches(index).Select(static match => new[] { match.Groups[1].Value, match.Groups[2].Value });

    private static IEnumerable<string> Listed(IEnumerable<string[]> orders) => orders.Select(static paths => string.Join(" then ", paths)).Order(StringComparer.Ordinal);

    [GeneratedRegex("createArray\\(createObject\\('path', '([^']+)', 'order', 'ascending'\\), createObject\\('path', '([^']+)', 'order', 'ascending'\\)\\)")]
    private static partial Regex Pair();
}
