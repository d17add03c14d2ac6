using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Hubs;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>What a hub delivered and was refused is handed in again once the cause is mended: once, by whom it may be, and it is on record.</summary>
public sealed class HubLettersTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Actor Ops = new(Tenants.Default, Access.Platform, "platform/bootstrap");
    private EventProcess _process = null!;

    private StreamLetters Letters => _process.Get<StreamLetters>();

    public async Task InitializeAsync()
    {
        _process = await new EventProcess().DeclareAsync();
        await _process.PutAsync("subscriptions", "one", """{"topic":"orders","start":"agents/a"}""");
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Redrive_CauseMended_PublishesOnceAndTheLetterGoes()
    {
        var message = HubMessages.Structured("1", properties: ("team", "green"));
        await TakeAsync(message);
        Assert.Equal(("conflict", "team"), await RedriveAsync("1"));
        Assert.Equal(["1"], await IdsAsync());
        Assert.Empty(_process.Started);

        await _process.PutAsync("teams", "green", "{}");
        Assert.Equal((null, null), await RedriveAsync("1"));

        Assert.Empty(await IdsAsync());
        Assert.Single(_process.Started);
        Assert.Equal(("not_found", "id"), await RedriveAsync("1"));
        await TakeAsync(message);
        Assert.Single(_process.Started);
    }

    // Killed between the event and its letter: the letter is there, and sending it again changes nothing.
    [Fact]
    public async Task Redrive_BrokenOff_IsDoneOnceByTheNext()
    {
        await TakeAsync(HubMessages.Structured("1", properties: ("team", "green")));
        await _process.PutAsync("teams", "green", "{}");
        _process.Store.BeforeWrite = static (partition, _) => partition == DocumentStreamDeadLetters.Partition(StreamNames.Events) ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await RedriveAsync("1"));
        _process.Store.BeforeWrite = null;
        Assert.Equal(["1"], await IdsAsync());
        Assert.Single(_process.Started);

        Assert.Equal((null, null), await RedriveAsync("1"));

        Assert.Empty(await IdsAsync());
        Assert.Single(_process.Started);
    }

    // An attribute that had no text is not left out of the event: it is refused as it was.
    [Fact]
    public async Task Redrive_MessageOfEveryMode_IsTakenAsItWasSent()
    {
        var binary = HubMessages.Binary("n");
        await TakeAsync(
            HubMessages.Binary("b", "ce_", isBytes: true, """{"n":1}""") with { Properties = new Dictionary<string, object?>(HubMessages.Binary("b", "ce_", isBytes: true).Properties) { ["team"] = "green" } },
            HubMessages.Batch("x", "y") with { Properties = new Dictionary<string, object?> { ["topic"] = "orders", ["team"] = "green" } },
            binary with { Properties = new Dictionary<string, object?>(binary.Properties) { ["cloudEvents:n"] = 1.5 } },
            binary with { Position = "o", Body = new byte[] { 0xff, 0xfe }, ContentType = "application/octet-stream", Properties = new Dictionary<string, object?>(binary.Properties) { ["team"] = "green", ["other"] = 1.5 } });
        Assert.Equal(["b", "n", "o", "x-y"], await IdsAsync());
        await _process.PutAsync("teams", "green", "{}");

        foreach (var id in (string[])["b", "x-y", "o"]) Assert.Equal((null, null), await RedriveAsync(id));

        Assert.Equal(("conflict", "cloudEvents:n"), await RedriveAsync("n"));
        Assert.Equal(["n"], await IdsAsync());
        Assert.True((await _process.PublishAsync("b", team: "green", data: """{"n":1}""")).IsRepeat);
        Assert.True((await _process.PublishAsync("y", team: "green")).IsRepeat);
        Assert.Equal(4, _process.Started.Count);
    }

    // The hub vouches for nobody, but who hands an event in again is somebody: no say in what its run asks for.
    [Fact]
    public async Task Redrive_WhoDidIt_IsBehindTheRunAndInTheChangeFeed()
    {
        await TakeAsync(HubMessages.Structured("1", properties: ("team", "green")), HubMessages.Structured("2", properties: ("team", "blue-green")));
        await _process.PutAsync("teams", "green", "{}");
        Assert.Equal((null, null), await RedriveAsync("1"));
        await Letters.DoAsync(Ops, StreamNames.Events, "2", StreamLetterVerb.Delete, None);

        var run = (await _process.PublishAsync(team: "green")).Takers.Single().RunId!;
        Assert.Equal(["hubs/events", "platform/bootstrap"], (await _process.Get<IRunWork>().FindAsync(Tenants.Default, run, None))!.PublishedBy);
        Assert.Equal(["redriven dead-letters/events/1 by platform/bootstrap", "deleted dead-letters/events/2 by platform/bootstrap"], await ChangesAsync());
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Bulk_TellsOfEachAndGoesOnBehindWhatIsRefusedStill()
    {
        for (var i = 0; i < StreamLetters.MaxBulk + 5; i++) await TakeAsync(HubMessages.Structured($"e{i:d3}", properties: ("team", i < 3 ? "never" : "green")));
        await TakeAsync(HubMessages.Of("other", "x", "application/cloudevents+avro", ("topic", "orders")));
        await _process.PutAsync("teams", "green", "{}");

        var dry = (await BulkAsync(null, isDryRun: true)).Value!;
        Assert.Equal((StreamLetters.MaxBulk, 0), (dry.Items.Count, dry.Items.Count(static i => i.IsDone)));
        Assert.Empty(_process.Started);
        Assert.Empty(await ChangesAsync());

        var first = (await BulkAsync(null)).Value!;
        Assert.Equal(["e000", "e001", "e002"], first.Items.Where(static i => !i.IsDone && i.Error is { Code: "conflict" }).Select(static i => i.Letter.Id));
        var second = (await BulkAsync(first.NextCursor)).Value!;

        Assert.Equal((5, 5, null), (second.Items.Count, second.Items.Count(static i => i.IsDone), second.NextCursor));
        Assert.Equal(["e000", "e001", "e002", "other"], await IdsAsync());
        Assert.Equal(StreamLetters.MaxBulk + 2, _process.Started.Count);
        Assert.Equal(StreamLetters.MaxBulk + 5, (await ChangesAsync()).Count);
    }

    [Fact]
    public async Task Redrive_KeptInPartOnly_IsRefused()
    {
        await _process.Get<IStreamDeadLetters>().KeepAsync(StreamNames.Events, "long", "request_too_large", new byte[900_000], None);

        Assert.Equal(("conflict", null), await RedriveAsync("long"));
        Assert.Equal(["long"], await IdsAsync());
    }

    [Theory]
    [InlineData("../usage/1")]
    [InlineData("A")]
    [InlineData("")]
    public async Task Redrive_IdThatIsNone_IsNotFound(string id) => Assert.Equal(("not_found", "id"), await RedriveAsync(id));

    private Task TakeAsync(params HubMessage[] messages) => _process.Get<HubIntake>().TakeAsync("events", messages, None).AsTask();

    private async Task<(string? Code, string? Param)> RedriveAsync(string id) =>
        (await Letters.DoAsync(Ops, StreamNames.Events, id, StreamLetterVerb.Redrive, None)).Error is { } error ? (error.Code, error.Param) : (null, null);

    private ValueTask<Outcome<StreamLetterBulkResult>> BulkAsync(string? cursor, bool isDryRun = false) => Letters.DoAsync(Ops, StreamNames.Events, "not_found", StreamLetterVerb.Redrive, cursor, isDryRun, None);

    private async Task<IReadOnlyList<string>> IdsAsync() => [.. (await Letters.ListAsync(Ops, StreamNames.Events, null, 500, null, None)).Value!.Items.Select(static letter => letter.Id)];

    private async Task<IReadOnlyList<string>> ChangesAsync() =>
    [
        .. (await _process.Get<ChangeFeed>().ListAsync(Actor.System(Tenants.Default), null, null, 500, null, None)).Value!.Items
            .SelectMany(static change => change.Resources.Where(static entry => entry.Kind == StreamLetters.Kind).Select(entry => $"{entry.Operation} {entry.Kind}/{entry.Id} by {change.By}")),
    ];
}
