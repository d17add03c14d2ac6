using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>One run for one order, driven over HTTP as its owner and its approver would: started with an idempotency key, what it asks decided, waited for.</summary>
internal sealed class OrderRun(FaultLane lane, string order)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public string? Id { get; private set; }

    /// <summary>Times that a person was asked what became of a call.</summary>
    public int Outcomes { get; private set; }

    /// <summary>Starts it, or finds it, and sees it through. Throws <see cref="HttpRequestException"/> where the process goes.</summary>
    public async Task<JsonElement> DriveAsync(LocalHostProcess host, CancellationToken cancellationToken)
    {
        await StartAsync(host, cancellationToken);
        while (true)
        {
            var run = await SendAsync(host, HttpMethod.Get, $"/api/runs/{Id}", lane.AgentKey, null, cancellationToken);
            if (run.GetProperty("status").GetString() is not ("pending" or "running" or "waiting")) return run;
            foreach (var pending in run.GetProperty("pendingApprovals").EnumerateArray()) await DecideAsync(host, pending.GetProperty("id").GetString()!, cancellationToken);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async Task StartAsync(LocalHostProcess host, CancellationToken cancellationToken) =>
        Id = (await SendAsync(host, HttpMethod.Post, $"/api/agents/{FaultLane.Agent}/runs", lane.AgentKey, $$"""{"input":"{{ShopScript.InputOf(order)}}"}""", cancellationToken)).GetProperty("id").GetString();

    /// <summary>A person approves what they are shown, and says of a charge whether it is on the card.</summary>
    private async Task DecideAsync(LocalHostProcess host, string id, CancellationToken cancellationToken)
    {
        var approval = await SendAsync(host, HttpMethod.Get, $"/api/approvals/{id}", lane.ApproverKey, null, cancellationToken);

        // A decision whose answer was lost in a kill is in force all the same.
        if (approval.GetProperty("status").GetString() != "pending") return;
        var isOutcome = approval.GetProperty("kind").GetString() == "outcome";
        Assert.Equal(isOutcome ? "card.charge" : "refunds.create", approval.GetProperty("action").GetProperty("tool").GetString());
        var decision = !isOutcome ? "approve" : lane.Shop.Calls(CountingShop.Charge, order) > 0 ? "happened" : "didNotHappen";
        await SendAsync(host, HttpMethod.Post, $"/api/approvals/{id}", lane.ApproverKey, $$"""{"decision":"{{decision}}","digest":"{{approval.GetProperty("digest").GetString()}}"}""", cancellationToken);
        if (isOutcome) Outcomes++;
    }

    private async Task<JsonElement> SendAsync(LocalHostProcess host, HttpMethod method, string path, string key, string? body, CancellationToken cancellationToken)
    {
        using var request = LocalHostCalls.Request(method, path, key, body);
        if (body is not null) request.Headers.Add("Idempotency-Key", order);
        using var response = await host.Client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
