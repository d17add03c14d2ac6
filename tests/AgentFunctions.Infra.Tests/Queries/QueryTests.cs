using System.Text.Json;
using AgentFunctions.Infra.Tests.Repository;
using AgentFunctions.Infra.Tests.Templates;

namespace AgentFunctions.Infra.Tests.Queries;

/// <summary>Alerts and dashboards speak of what is really emitted: a renamed metric fails here, not at three in the morning.</summary>
public sealed class QueryTests
{
    private const string Investigation = "investigate-";

    // Outcomes and states are told apart in code, not by constants: the sources must hold them as texts.
    private static readonly Lazy<string> Sources = new(static () => string.Concat(Tree.Files("src", "*.cs").Select(Tree.Read)));

    public static TheoryData<string, string> Queries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, text) in All()) data.Add(name, text);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_Words_AreKnown(string name, string text)
    {
        Assert.NotEmpty(name);
        Assert.Empty(KqlSchema.Unknown(KqlQuery.Parse(text)));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_Names_AreEmitted(string name, string text)
    {
        var query = KqlQuery.Parse(text);
        Assert.NotEmpty(name);
        Assert.Empty(query.Dimensions().Except(EmittedNames.Attributes).Except(EmittedNames.LogFields));
        Assert.Empty(query.ComparedWith("name").Except(EmittedNames.Metrics).Except(EmittedNames.Spans));
        Assert.Empty(query.ComparedWith("code").Where(static code => code.Length > 0).Except(EmittedNames.ErrorTypes));
        Assert.DoesNotContain(query.ComparedWith("type"), static type => !EmittedNames.EventNames.Any(known => known == type || (type.EndsWith('.') && known.StartsWith(type, StringComparison.Ordinal))));
        Assert.DoesNotContain(query.ComparedWith("message", "line"), static part => !EmittedNames.LogLines.Any(line => line.Contains(part, StringComparison.Ordinal)));
        Assert.DoesNotContain(query.ComparedWith("outcome", "severity", "status"), static value => !Sources.Value.Contains($"\"{value}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Parser_WrongQueries_AreRefused()
    {
        Assert.Throws<FormatException>(static () => KqlQuery.Parse("customMetrics | where (name == \"a\""));
        Assert.Throws<FormatException>(static () => KqlQuery.Parse("customMetrics | where name == 'a\n"));
        Assert.Equal(["nam"], KqlSchema.Unknown(KqlQuery.Parse("customMetrics | where nam == \"a\"")));
        Assert.Equal(["a", "b"], KqlQuery.Parse("customMetrics | where name in (\"a\", \"b\")").ComparedWith("name"));
        Assert.NotEmpty(EmittedNames.Metrics);
        Assert.Contains("model_call", EmittedNames.Spans);
    }

    [Fact]
    public void Alerts_Files_EachHaveARuleAndAPageInOperations()
    {
        var rules = Assert.Single(CompiledTemplate.OfType("Microsoft.Insights/scheduledQueryRules")).Template.GetProperty("variables").GetRawText();
        var operations = Tree.Read("docs/operations.md");
        foreach (var path in Tree.Files("infra/queries", "*.kql"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            Assert.Contains($"`{name}`", operations, StringComparison.Ordinal);
            if (!name.StartsWith(Investigation, StringComparison.Ordinal)) Assert.Contains($"\"name\":\"{name}\"", rules.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MetricAlerts_Names_AreInOperations()
    {
        var operations = Tree.Read("docs/operations.md");
        var rules = CompiledTemplate.OfType("Microsoft.Insights/metricAlerts").Single(static rule => rule.Module == "metricAlerts").Template.GetProperty("variables").GetProperty("rules");
        Assert.All(rules.EnumerateArray().Select(static rule => rule.GetProperty("name").GetString()), name => Assert.Contains($"`{name}`", operations, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, string Text)> All()
    {
        foreach (var path in Tree.Files("infra/queries", "*.kql")) yield return (path, Tree.Read(path));
        foreach (var path in Tree.Files("infra/workbook", "*.json"))
        {
            using var workbook = JsonDocument.Parse(Tree.Read(path));
            foreach (var item in workbook.RootElement.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("content")))
            {
                if (item.TryGetProperty("query", out var query)) yield return ($"{path}: {item.GetProperty("title").GetString()}", query.GetString()!);
            }
        }
    }
}
