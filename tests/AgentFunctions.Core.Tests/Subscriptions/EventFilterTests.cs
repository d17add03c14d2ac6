using System.Text.Json;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Filters against one that is plainly right.</summary>
public sealed class EventFilterTests
{
    private static readonly string[] Names = ["type", "source", "subject", "ext", "n"];
    private static readonly string[] Values = ["a", "ab", "abc", "b", "bc", "c", "", "1", "true", "A"];

    [Fact]
    public void Holds_RandomFiltersAndEvents_AgreesWithTheOracle()
    {
        var (held, total) = (0, 0);
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var filter = Filter(random, 0);
            var attributes = Names.Where(_ => random.Next(3) > 0).ToDictionary(static n => n, _ => Values[random.Next(Values.Length)]);
            var json = JsonElement.Parse("{" + string.Join(',', attributes.Select(static a => $"\"{a.Key}\":{(a.Value is "1" or "true" ? a.Value : $"\"{a.Value}\"")}")) + "}");
            var expected = Oracle(filter, attributes);
            Assert.True(expected == EventFilters.Holds(filter, json), $"seed {seed}: {json.GetRawText()} and {JsonSerializer.Serialize(filter)}");
            held += expected ? 1 : 0;
            total++;
        }

        Assert.True(held > total / 20 && held < total * 19 / 20, $"{held} of {total} held: the comparison is not worth much");
    }

    [Theory]
    [InlineData("orders", "orders", true)]
    [InlineData("orders", "orders.created", false)]
    [InlineData("orders.*", "orders.created", true)]
    [InlineData("orders.*", "orders", false)]
    [InlineData("*", "orders", true)]
    [InlineData("*", "agentfunctions.runs", false)]
    [InlineData("agentfunctions.*", "agentfunctions.runs", true)]
    public void Matches_Patterns(string pattern, string topic, bool expected) => Assert.Equal(expected, EventTopics.Matches(pattern, topic));

    private static EventFilterSpec Filter(Random random, int depth) => random.Next(depth > 2 ? 3 : 6) switch
    {
        0 => new EventFilterSpec { Exact = Attributes(random) },
        1 => new EventFilterSpec { Prefix = Attributes(random) },
        2 => new EventFilterSpec { Suffix = Attributes(random) },
        3 => new EventFilterSpec { All = [Filter(random, depth + 1), Filter(random, depth + 1)] },
        4 => new EventFilterSpec { Any = [Filter(random, depth + 1), Filter(random, depth + 1)] },
        _ => new EventFilterSpec { Not = Filter(random, depth + 1) },
    };

    private static Dictionary<string, string> Attributes(Random random)
    {
        var attributes = new Dictionary<string, string>();
        for (var i = random.Next(1, 3); i > 0; i--) attributes[Names[random.Next(Names.Length)]] = Values[random.Next(Values.Length)];
        return attributes;
    }

    private static bool Oracle(EventFilterSpec filter, Dictionary<string, string> attributes)
    {
        if (filter.Not is not null) return !Oracle(filter.Not, attributes);
        if (filter.All is not null) return filter.All.Select(f => Oracle(f, attributes)).Aggregate(true, static (a, b) => a & b);
        if (filter.Any is not null) return filter.Any.Select(f => Oracle(f, attributes)).Aggregate(false, static (a, b) => a | b);
        foreach (var (name, wanted) in filter.Exact ?? filter.Prefix ?? filter.Suffix!)
        {
            if (!attributes.TryGetValue(name, out var value)) return false;
            var length = wanted.Length;
            if (filter.Exact is not null && !string.Equals(value, wanted, StringComparison.Ordinal)) return false;
            if (filter.Prefix is not null && (value.Length < length || value[..length] != wanted)) return false;
            if (filter.Suffix is not null && (value.Length < length || value[^length..] != wanted)) return false;
        }

        return true;
    }
}
