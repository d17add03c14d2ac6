using System.Net.Sockets;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>
/// The real host killed (SIGKILL) at seeded moments in the middle of changes. What is left is judged by a process that was running all along, or, where none was, by one that is started on the folder afterwards and
/// has to recover it first.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Seed = 20260226;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 25 : 3;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("apply", true)]
    [InlineData("apply", false)]
    [InlineData("rotate", true)]
    [InlineData("rotate", false)]
    [InlineData("revoke", true)]
    [InlineData("revoke", false)]
    [InlineData("secret", true)]
    [InlineData("secret", false)]
    [InlineData("events", true)]
    [InlineData("events", false)]
    public async Task Kill_DuringAChange_LeavesNoHalfState(string name, bool hasWitness)
    {
        await using var scenario = Create(name);
        var random = new Random(Seed + name.Length + (hasWitness ? 1 : 0));
        await using var witness = hasWitness ? await LocalHostProcess.StartAsync(_folder.Data) : null;
        var victim = await LocalHostProcess.StartAsync(_folder.Data);
        try
        {
            await scenario.PrepareAsync(victim);
            for (var round = 0; round < Rounds; round++)
            {
                var work = scenario.WorkAsync(victim);
                await Task.WhenAny(work, Task.Delay(scenario.Window * random.NextDouble()));
                await victim.KillAsync();
                await EndAsync(work);
                await victim.DisposeAsync();

                if (witness is not null) await scenario.CheckAsync(witness);
                victim = await LocalHostProcess.StartAsync(_folder.Data);
                if (witness is null) await scenario.CheckAsync(victim);
            }

            await scenario.FinishAsync(victim);
            await CheckRecordAsync(victim);
        }
        finally
        {
            await victim.DisposeAsync();
        }
    }

    /// <summary>The change record has no gap, and each resource's last version in it is the one that is stored.</summary>
    private static async Task CheckRecordAsync(LocalHostProcess host)
    {
        var changes = await host.ChangesAsync();
        var sequence = changes[0].GetProperty("sequence").GetInt64();
        var versions = new Dictionary<string, long>();
        foreach (var change in changes)
        {
            Assert.Equal(sequence++, change.GetProperty("sequence").GetInt64());
            foreach (var resource in change.GetProperty("resources").EnumerateArray())
            {
                var (name, version) = (Name(resource), resource.GetProperty("version").GetInt64());
                Assert.Equal(versions.GetValueOrDefault(name) + 1, version);
                versions[name] = version;
            }
        }

        foreach (var (name, resource) in await host.ExportAsync()) Assert.Equal(resource.GetProperty("version").GetInt64(), versions[name]);
    }

    private static string Name(JsonElement resource) => $"{resource.GetProperty("kind").GetString()}/{resource.GetProperty("id").GetString()}";

    private static async Task EndAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException)
        {
            // The host went in the middle of a request.
        }
    }

    private static IKillScenario Create(string name) => name switch
    {
        "apply" => new ApplyScenario(),
        "rotate" => new RotateScenario(),
        "revoke" => new RevokeScenario(),
        "events" => new EventScenario(),
        _ => new SecretScenario(),
    };
}
