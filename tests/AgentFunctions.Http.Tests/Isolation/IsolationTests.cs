using System.Text;
using System.Text.RegularExpressions;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>
/// What one tenant's keys are answered must not depend on whether other tenants exist or what they do: the same requests are sent once among those of others and once alone. Contents, counts, messages, cursors, sequences and the
/// number of store operations (which is what timing shows) must be the same.
/// </summary>
public sealed class IsolationTests
{
    private const int Steps = 80;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 300 : 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Tenant_AmongOthers_IsAnsweredAsIfAlone(int seed)
    {
        var steps = new IsolationSteps(seed).Make(Steps);
        await using var together = await IsolationWorld.StartAsync(IsolationWorld.TenantIds);
        var among = new List<(string Answer, int Reads)>();
        foreach (var step in steps) among.Add(await together.SendAsync(step));

        foreach (var tenant in IsolationWorld.TenantIds)
        {
            await using var alone = await IsolationWorld.StartAsync([tenant]);
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i].Tenant != tenant)
                {
                    alone.Pass();
                    continue;
                }

                var answer = await alone.SendAsync(steps[i], together.Keys);
                Assert.True(answer == among[i], Difference(seed, i, steps[i], among[i], answer));
            }
        }
    }

    /// <summary>Within a tenant: whoever has rights in one team only never reads an id of the other that it did not send itself.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Team_OfATenant_ReadsNoIdOfAnother(int seed)
    {
        var steps = new IsolationSteps(seed).Make(Steps);
        await using var world = await IsolationWorld.StartAsync(IsolationWorld.TenantIds);
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var (answer, _) = await world.SendAsync(step);
            var (own, other) = step.Key is 1 or 4 or 5 ? ("blue", "red") : ("red", "blue");
            var sent = Ids(step.ToString(), step.Tenant, "(red|blue)").ToList();

            // Whoever may do so gave something of one team a name of the other, or tied the two: from then on both may read of it.
            if (step.Method != "GET" && answer.StartsWith('2') && (step.Key == 2 ? sent.Any(i => i.Contains("-red-", StringComparison.Ordinal)) && sent.Any(i => i.Contains("-blue-", StringComparison.Ordinal)) : !sent.All(i => i.Contains($"-{own}-", StringComparison.Ordinal))))
                shared.UnionWith(sent);
            if (step.Key is 0 or 2) continue;
            foreach (var id in Ids(answer, step.Tenant, other)) Assert.True(sent.Contains(id) || shared.Contains(id), $"seed {seed}: {step} was told of {id}: {answer}");
        }
    }

    /// <summary>Without providers: they belong to the tenant, and whoever may use a model reads which it goes to.</summary>
    private static IEnumerable<string> Ids(string text, string tenant, string team) => Regex.Matches(text, $"{tenant}-{team}-(?!providers)[a-z]+-[a-z0-9]+").Select(m => m.Value);

    private static string Difference(int seed, int index, IsolationStep step, (string Answer, int Reads) among, (string Answer, int Reads) alone) => new StringBuilder()
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"seed {seed}, step {index}: {step}")
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"among others ({among.Reads} store operations): {among.Answer}")
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"alone         ({alone.Reads} store operations): {alone.Answer}")
        .ToString();
}
