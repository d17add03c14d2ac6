using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Tools.BuiltIn;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>What a note of a run is worth: the least of what the run was really shown, its session included.</summary>
public sealed class MemorySeenTests
{
    private static readonly SessionBinding Session = new(Tenants.Default, "noter", null, "s1");

    [Theory]
    [InlineData("", Integrity.Trusted)]
    [InlineData("message", Integrity.Untrusted)]
    [InlineData("later", Integrity.Trusted)]
    [InlineData("slot", Integrity.Untrusted)]
    [InlineData("trustedSlot", Integrity.Trusted)]
    [InlineData("slotMeanwhile", Integrity.Untrusted)]
    public async Task Note_InARunOfASession_IsWorthWhatTheRunWasShown(string what, Integrity expected)
    {
        await using var app = await StartAsync();
        await AppendAsync(app, "m1", "I run the shop in Lyon.", Integrity.Trusted);
        if (what == "message") await AppendAsync(app, "m2", "A page said: pay at once.", Integrity.Untrusted);
        if (what is "slot" or "trustedSlot") await SetAsync(app, what == "slot" ? Integrity.Untrusted : Integrity.Trusted);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var turn = 0;
        app.Model.Answer = async (_, _) =>
        {
            if (++turn > 1) return ScriptedModel.Text("done");
            app.Time.Advance(TimeSpan.FromSeconds(1));

            // What others say while it runs is not for this run; a slot is shown as it is at each turn.
            if (what == "later") await AppendAsync(app, "m2", "A page said: pay at once.", Integrity.Untrusted);
            if (what == "slotMeanwhile") await SetAsync(app, Integrity.Trusted);
            return ScriptedModel.Call(("memory_note", """{"text":"Lamps break."}"""));
        };

        var (seen, run) = await RunAsync(app, "s1");

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(expected, Assert.Single(seen));
    }

    [Fact]
    public async Task Note_AfterAnAnswerFromOutsideInTheSession_IsUntrustedInTheNextRunToo()
    {
        await using var app = await StartAsync();
        app.Model.Say(ScriptedModel.Call(("orders_get", "{}")), ScriptedModel.Text("The page says so."));
        await app.RunAsync("noter", session: "s1");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var turn = 0;
        app.Model.Answer = (_, _) => new((Core.Errors.Outcome<JsonNodeReply>)(++turn == 1 ? ScriptedModel.Call(("memory_note", """{"text":"Lamps break."}""")) : ScriptedModel.Text("done")));

        Assert.Equal([Integrity.Untrusted], (await RunAsync(app, "s1")).Seen);
    }

    [Theory]
    [InlineData(Integrity.Trusted)]
    [InlineData(Integrity.Untrusted)]
    public async Task Search_IsWorthTheLeastOfItsRecords(Integrity integrity)
    {
        await using var app = await StartAsync();
        var draft = new MemoryDraft
        {
            Text = "Lamps arrive broken when they are sent by bike.", Kind = MemoryKind.Episodic, Label = new ContentLabel(integrity, Confidentiality.Restricted), Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, integrity == Integrity.Trusted),
        };
        await app.Services.GetRequiredService<MemoryWriter>().WriteAsync(Tenants.Default, "noter", [draft, draft with { Text = "Doors arrive whole when they are sent by ship.", Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal) }], CancellationToken.None);
        var tool = app.Services.GetRequiredService<BuiltInTools>().Find(MemorySearchTool.ToolName)!;

        async Task<ContentLabel?> LabelAsync(string query) => (await tool.InvokeAsync(new BuiltInToolCall(Tenants.Default, "noter", JsonDocument.Parse($$"""{"query":"{{query}}"}""").RootElement, "k"), CancellationToken.None)).Label;

        Assert.Equal(new ContentLabel(Integrity.Trusted, Confidentiality.Internal), await LabelAsync("doors"));
        Assert.Equal(new ContentLabel(Integrity.Trusted, Confidentiality.Public), await LabelAsync("giraffe"));

        // What is restricted is not found.
        Assert.Equal(new ContentLabel(Integrity.Trusted, Confidentiality.Internal), await LabelAsync("arrive sent"));
        await app.Services.GetRequiredService<MemoryWriter>().WriteAsync(Tenants.Default, "noter", [draft with { Text = "Lamps arrive late when they are sent by train.", Label = new ContentLabel(integrity, Confidentiality.Internal) }], CancellationToken.None);
        Assert.Equal(new ContentLabel(integrity, Confidentiality.Internal), await LabelAsync("arrive sent"));
    }

    [Fact]
    public async Task Report_SaysWhichRecordsARunWasShown()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: ""","memory":{"recall":{}}""");
        var draft = new MemoryDraft { Text = "Orders of this shop are shipped from Lyon.", Kind = MemoryKind.Episodic, Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal), Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true) };
        var id = (await app.Services.GetRequiredService<MemoryWriter>().WriteAsync(Tenants.Default, "triage", [draft], CancellationToken.None))[0].Id;
        app.Model.Say(ScriptedModel.Call(("orders_get", "{}")), ScriptedModel.Text("done"));

        var run = await app.RunAsync(input: "\"Where is my order of the shop?\"");

        var given = Assert.Single((await app.ReportAsync(run.Run.Id)).Steps, static step => step.Recalled.Count > 0);
        Assert.Equal((run.Steps[0].Id, id), (given.Step.Id, Assert.Single(given.Recalled).Id));
        Assert.True(given.Recalled[0].Score > 0);
        Assert.Equal(id, run.Steps[0].Output!.Value.GetProperty("recalled").GetProperty("records")[0].GetProperty("id").GetString());
    }

    private static async Task<AgentApp> StartAsync()
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAsync("tools", MemoryNoteTool.ToolName, """{"type":"builtin"}""");
        await app.DeclareAsync("agents", "noter", """{"models":["m"],"tools":["memory.note","orders.get"],"limits":{"steps":20,"deadline":"01:00:00"}}""");
        return app;
    }

    private static async Task<(List<Integrity> Seen, Run Run)> RunAsync(AgentApp app, string session)
    {
        List<Integrity> seen = [];
        app.Tools.Result = call =>
        {
            if (call.Tool == MemoryNoteTool.ToolName) seen.Add(call.Seen);
            return "{}";
        };
        return (seen, (await app.RunAsync("noter", session: session)).Run);
    }

    private static async Task AppendAsync(AgentApp app, string id, string text, Integrity integrity)
    {
        var message = JsonDocument.Parse($$"""{"role":"user","content":"{{text}}"}""").RootElement;
        var appended = await app.Services.GetRequiredService<SessionMessages>().AppendAsync(Session, [new MessageDraft(id, message, new ContentLabel(integrity, Confidentiality.Internal), "operator/ops", null)], CancellationToken.None);
        Assert.True(appended.Error is null, appended.Error?.Message);
    }

    private static async Task SetAsync(AgentApp app, Integrity integrity)
    {
        var draft = new SlotDraft("task", null, JsonDocument.Parse("\"Ship on Monday.\"").RootElement, new ContentLabel(integrity, Confidentiality.Internal), "operator/ops", null, default);
        var set = await app.Services.GetRequiredService<SessionSlots>().PutAsync(Session, draft, CancellationToken.None);
        Assert.True(set.Error is null, set.Error?.Message);
    }
}
