using System.Text;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>Events on the real program: an event starts a run, what it answers starts a second.</summary>
public sealed class EventRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_Event_RunsAndItsOutputStartsAnother()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await host.DeclareAsync("subscriptions", "first", """{"topic":"orders.*","filter":"event.data.n > 1","start":"agents/demo","input":"Order ${event.data.n}"}""");
        await host.DeclareAsync("subscriptions", "second", """{"topic":"agentfunctions.runs","filters":[{"exact":{"type":"agentfunctions.run.completed"}}],"filter":"event.agentfunctionsdepth == 1","start":"agents/demo","input":"Look at ${event.data.runId}"}""");
        string? run = null;
        for (var i = 0; i < 2; i++)
        {
            using var request = LocalHostCalls.Request(HttpMethod.Post, "/api/events/orders.created", LocalHostProcess.AdminKey);
            request.Content = new StringContent("""{"specversion":"1.0","id":"o-1","source":"/shop","type":"order.created","data":{"n":2}}""", Encoding.UTF8, "application/cloudevents+json");
            using var response = await host.Client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == 202, text);
            var id = System.Text.Json.JsonElement.Parse(text).GetProperty("runs")[0].GetProperty("id").GetString();
            Assert.Equal(run ?? id, id);
            run = id;
        }

        (string? Id, string? By)[] both = [];
        await TestWait.UntilAsync(
            async () =>
            {
                var items = (await host.GetAsync("/api/runs?status=succeeded")).Ok().Json.GetProperty("items");
                both = [.. items.EnumerateArray().Select(static r => (r.GetProperty("id").GetString(), r.GetProperty("startedBy").GetString()))];
                return both.Length == 2;
            },
            "both runs succeed",
            TimeSpan.FromSeconds(60));
        Assert.Contains((run, "subscriptions/first"), both);
        Assert.Contains(both, static r => r.By == "subscriptions/second");
    }
}
