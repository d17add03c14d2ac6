using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using OwnCode;

namespace OwnCode.Tests;

/// <summary>Days pass in milliseconds, and every await is replayed: code that is not deterministic fails here.</summary>
public sealed class ReorderWorkflowTests : IDisposable
{
    private static readonly Reorder Lamps = new("lamp", 20);
    private readonly ServiceProvider _services = new ServiceCollection().AddWorkflow<ReorderWorkflow>(Names.Reorder.Name).BuildServiceProvider();
    private readonly WorkflowTestHost _host;
    private int _ordered;

    public ReorderWorkflowTests() => _host = new WorkflowTestHost(_services)
        .StandIn(Names.CountStock, static (string item) => item == "lamp" ? 3 : 40)
        .StandIn(Names.PlaceOrder, (Reorder order) => $"PO-{++_ordered}");

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Reorder_Confirmed_OrdersOnce()
    {
        await _host.StartAsync(Names.Reorder, Lamps);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        await _host.RaiseEventAsync(Names.Confirmed, true);
        Assert.Equal(new ReorderResult("ordered", "PO-1"), Result());
    }

    [Fact]
    public async Task Reorder_Refused_OrdersNothing()
    {
        await _host.StartAsync(Names.Reorder, Lamps);
        await _host.RaiseEventAsync(Names.Confirmed, false);
        Assert.Equal((new ReorderResult("refused"), 0), (Result(), _ordered));
    }

    [Fact]
    public async Task Reorder_NobodyAnswers_EndsAfterThreeDays()
    {
        await _host.StartAsync(Names.Reorder, Lamps);
        var ended = await _host.RunToEndAsync();
        Assert.Equal(("nobodyAnswered", TimeSpan.FromDays(3)), (Result().Outcome, _host.Now - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(WorkflowStatus.Completed, ended.Status);
    }

    [Fact]
    public async Task Reorder_EnoughInStock_AsksNobody()
    {
        await _host.StartAsync(Names.Reorder, new Reorder("chair", 20));
        Assert.Equal((new ReorderResult("inStock"), 0), (Result(), _ordered));
    }

    private ReorderResult Result() => System.Text.Json.JsonSerializer.Deserialize<ReorderResult>(_host.Find("test").Output!.Value, WorkflowJson.Default)!;
}
