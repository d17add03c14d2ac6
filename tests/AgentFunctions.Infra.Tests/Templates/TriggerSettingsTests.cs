using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>What attributes of triggers name is set: by the template in Azure, by the example on a developer's machine. The Functions host does not start without.</summary>
public sealed partial class TriggerSettingsTests
{
    private static readonly string Triggers = string.Concat(Tree.Files("src/AgentFunctions.Functions", "*Trigger.cs").Select(Tree.Read));

    [Fact]
    public void Connections_AreSetByIdentity_UnderNamesThatTheHostFinds()
    {
        string[] connections = [.. Connection().Matches(Triggers).Select(static match => match.Groups[1].Value)];

        // One for both hubs.
        Assert.Equal(2, connections.Length);
        Assert.Single(connections.Distinct());
        Assert.All(connections, static connection =>
        {
            // The host looks for a section of this very name, and reads `__` in the names of settings as a level.
            Assert.DoesNotContain("__", connection, StringComparison.Ordinal);
            foreach (var part in (string[])["fullyQualifiedNamespace", "credential", "clientId"]) Assert.Contains($"{connection}__{part}", CompiledTemplate.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Names_InTriggers_AreSetInAzureAndInTheExample()
    {
        string[] names = [.. Named().Matches(Triggers).Select(static match => match.Groups[1].Value).Distinct()];

        Assert.Equal(["AgentFunctions__EventHubs__EventsHub", "AgentFunctions__EventHubs__Hub"], names.Order(StringComparer.Ordinal));
        Assert.All(names, static name => Assert.Contains(name, CompiledTemplate.Text, StringComparison.Ordinal));
        Assert.Empty(names.Except(Example().Keys));
    }

    [Fact]
    public void Example_HasNoHub_SoTheTriggersAreOff()
    {
        var example = Example();
        Assert.Equal("log", example["AgentFunctions__Events"]);
        string[] functions = [.. HubFunction().Matches(Triggers).Select(static match => match.Groups[1].Value)];
        Assert.Equal(["EventIntake", "UsageFold"], functions.Order(StringComparer.Ordinal));
        Assert.All(functions, name => Assert.Equal("true", example[$"AzureWebJobs.{name}.Disabled"]));
    }

    private static Dictionary<string, string> Example()
    {
        using var json = JsonDocument.Parse(Tree.Read("local.settings.json.example"));
        return json.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(static value => value.Name, static value => value.Value.GetString()!, StringComparer.Ordinal);
    }

    [GeneratedRegex("\\[Function\\(\"(\\w+)\"\\)\\]\\s+\\[ExponentialBackoffRetry")]
    private static partial Regex HubFunction();

    [GeneratedRegex("Connection = \"([^\"]+)\"")]
    private static partial Regex Connection();

    [GeneratedRegex("%([A-Za-z_]+)%")]
    private static partial Regex Named();
}
