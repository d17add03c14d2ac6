using System.Text;
using System.Text.RegularExpressions;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>
/// What one tenant's keys are answered must not depend on whether other tenants exist or what they do: the same requests are sent once among those of others and once alone. Contents, counts, messages, cursors, sequences and the
/// number of store operations (which is what timing shows) must be the same.
/// </summary>
public sealed class IsolationTests
{
    private const int Steps = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 1_000 : 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Tenant_AmongOthers_IsAnsweredAsIfAlone(int seed)
    {
        var steps = new IsolationSteps(seed).Make(Steps);
        await using var together = await IsolationWorld.StartAsync(IsolationWorld.TenantIds, seed);
        var among = new List<(string Answer, int Reads)>();
        var knowledge = new TeamKnowledge();
        for (var i = 0; i < steps.Count; i++)
        {
            var answer = await together.SendAsync(steps[i]);
            among.Add(answer);
            await together.RelayAsync(i);
            CheckTeams(seed, together.TeamOf(steps[i]), steps[i], answer.Answer, knowledge);
        }

        foreach (var tenant in IsolationWorld.TenantIds)
        {
            var sent = new HashSet<string>(StringComparer.Ordinal);
            await using var alone = await IsolationWorld.StartAsync([tenant], seed);
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i].Tenant != tenant)
                {
                    alone.Pass();
                }
                else
                {
                    var answer = await alone.SendAsync(steps[i], together.Keys);
                    Assert.True(answer == among[i], Difference(seed, i, steps[i], among[i], answer));
                    sent.UnionWith(Marked(steps[i].ToString()));
                    Assert.DoesNotContain(Marked(answer.Answer), id => !id.StartsWith(tenant, StringComparison.Ordinal) && !sent.Contains(id));
                }

                await alone.RelayAsync(i);
            }
        }
    }

    /// <summary>Within a tenant: whoever has rights in one team only never reads an id of the other that it did not send itself.</summary>
    private static void CheckTeams(int seed, string? team, IsolationStep step, string answer, TeamKnowledge knowledge)
    {
        if (step.Method != "GET" && answer.StartsWith('2')) knowledge.Learn(step, team);
        if (team is null) return;
        foreach (var id in knowledge.Strangers(step, team, answer)) Assert.Fail($"seed {seed}: {step} of {team} was told of {id}: {answer}");
    }

    /// <summary>Every id says whose it is. One that a tenant sent itself may be its own thing under a name of elsewhere.</summary>
    private static IEnumerable<string> Marked(string text) => Regex.Matches(text, "(alpha|beta|gamma)-(red|blue|whole)-[a-z]+-[a-z0-9]+").Select(m => m.Value);

    private static string Difference(int seed, int index, IsolationStep step, (string Answer, int Reads) among, (string Answer, int Reads) alone) => new StringBuilder()
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"seed {seed}, step {index}: {step}")
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"among others ({among.Reads} store operations): {among.Answer}")
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"alone         ({alone.Reads} store operations): {alone.Answer}")
        .ToString();
}
