using System.Text;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Subjects;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class HandleStoreTests
{
    private static readonly HandleScope Scope = new("default", "a", null);
    private readonly SessionWorld _world = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512 * 1024)]
    [InlineData((512 * 1024) + 1)]
    [InlineData(2_000_000)]
    public async Task Find_WhatWasKept_IsTheSameByteForByte(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);

        var handle = await KeepAsync(Scope, content);

        Assert.True(HandleNames.IsValid(handle), handle);
        Assert.Equal(content, (await _world.Handles.FindAsync(Scope, handle, CancellationToken.None))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Find_ByOtherTenantAgentOrTeam_IsNothing()
    {
        var handle = await KeepAsync(Scope, "secret"u8.ToArray());

        foreach (var other in (HandleScope[])[Scope with { TenantId = "other" }, Scope with { Agent = "b" }, Scope with { Team = "red" }]) Assert.Null(await _world.Handles.FindAsync(other, handle, CancellationToken.None));
    }

    [Fact]
    public async Task Mint_SameContent_IsTheSameHandleOfOneScopeAndAnotherOfEveryOther()
    {
        var content = Encoding.UTF8.GetBytes("content");
        HandleScope[] scopes = [Scope, Scope with { Agent = "b" }, Scope with { TenantId = "other" }, Scope with { Session = "s/1" }, Scope with { Session = "s/2" }, Scope with { Team = "red" }, Scope with { Subject = "ann" }];
        var handles = new List<string>();
        foreach (var scope in scopes)
        {
            var mint = await _world.Handles.MintAsync(scope, CancellationToken.None);
            handles.Add(mint.Mint(content));
            Assert.Equal(handles[^1], (await new HandleStore(_world.Store, _world.Barrier, Microsoft.Extensions.Options.Options.Create(new HandleOptions()), _world.Time).MintAsync(scope, CancellationToken.None)).Mint(content));
        }

        Assert.Equal(scopes.Length, handles.Distinct().Count());
    }

    [Fact]
    public async Task Find_AfterItsTime_IsNothing_UnlessItWasKeptAgain()
    {
        var life = new HandleOptions().HandleLifetime;
        var (once, again) = (await KeepAsync(Scope, "once"u8.ToArray()), await KeepAsync(Scope, "again"u8.ToArray()));
        _world.Time.Advance(life * 0.6);
        Assert.Equal(again, await KeepAsync(Scope, "again"u8.ToArray()));
        _world.Time.Advance(life * 0.6);

        Assert.Null(await _world.Handles.FindAsync(Scope, once, CancellationToken.None));
        Assert.NotNull(await _world.Handles.FindAsync(Scope, again, CancellationToken.None));
    }

    [Fact]
    public async Task Session_Ended_TakesItsHandlesWithIt()
    {
        var session = (await _world.AppendAsync(SessionWorld.Draft("1"))).Session;
        var (own, other) = (await KeepAsync(Scope with { Session = session.Handles }, "x"u8.ToArray()), await KeepAsync(Scope, "x"u8.ToArray()));

        await _world.Reader.DeleteAsync(SessionWorld.Binding, CancellationToken.None);

        Assert.Null(await _world.Handles.FindAsync(Scope, own, CancellationToken.None));
        Assert.NotNull(await _world.Handles.FindAsync(Scope, other, CancellationToken.None));
    }

    [Fact]
    public async Task Find_ForSomebody_IsTheirsAndNobodys_AndOfASessionWhatIsOfNobodyElse()
    {
        var content = "the same"u8.ToArray();
        var session = Scope with { Session = "s/1" };
        var handle = await KeepAsync(session with { Others = ["ann"] }, content);
        Assert.NotNull(await FindAsync("ann", handle));
        Assert.Null(await FindAsync("bob", handle));

        // Kept again, it is of those before as well.
        Assert.Equal(handle, await KeepAsync(session with { Others = ["bob"] }, content));
        foreach (var person in (string[])["ann", "bob"]) Assert.Null(await FindAsync(person, handle));
        Assert.Equal(["ann", "bob"], (await FindAsync(null, handle))!.People.Order());

        var own = await KeepAsync(Scope with { Subject = "ann" }, content);
        Assert.Equal(["ann"], (await FindAsync("ann", own))!.People);
        Assert.Null(await FindAsync("bob", own));
        Assert.NotNull(await FindAsync(null, own));
        Assert.Empty((await FindAsync("bob", await KeepAsync(Scope, content)))!.People);
    }

    private ValueTask<HandleContent?> FindAsync(string? person, string handle) => _world.Handles.FindAsync(Scope with { Subject = person }, handle, CancellationToken.None);

    [Fact]
    public async Task Keep_TheSameContentFromElsewhere_IsAsTrustedAsTheLeastOfBoth()
    {
        var content = "the same"u8.ToArray();
        ContentLabel[] labels = [SessionWorld.Trusted, new(Integrity.Untrusted, Confidentiality.Internal), new(Integrity.Trusted, Confidentiality.Restricted), SessionWorld.Trusted];

        var handle = "";
        foreach (var label in labels) handle = await KeepAsync(Scope, content, label);

        Assert.Equal(new ContentLabel(Integrity.Untrusted, Confidentiality.Restricted), (await _world.Handles.FindAsync(Scope, handle, CancellationToken.None))!.Label);
    }

    [Fact]
    public async Task Erase_OfOnePerson_TakesTheirContentAndNobodyElses()
    {
        var content = Enumerable.Repeat((byte)'x', 600_000).ToArray();
        var handles = new Dictionary<string, string>();
        foreach (var person in (string[])["", "bob", "ann"]) handles[person] = await KeepAsync(Scope with { Subject = person.Length == 0 ? null : person }, content);

        await EraseAsync("ann");

        Assert.Null(await _world.Handles.FindAsync(Scope, handles["ann"], CancellationToken.None));
        foreach (var other in (string[])["", "bob"]) Assert.Equal(content, (await _world.Handles.FindAsync(Scope, handles[other], CancellationToken.None))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Keep_WhatWasReadBeforeAnErasure_IsNotKept_AndWhatCameAfterIs()
    {
        foreach (var size in (int[])[10, 600_000])
        {
            var (content, ann) = (new byte[size], Scope with { Subject = "ann" });
            var old = ann with { Since = await _world.Barrier.NowAsync("default", CancellationToken.None) };
            await EraseAsync("ann");
            var anew = ann with { Since = await _world.Barrier.NowAsync("default", CancellationToken.None) };
            var handle = (await _world.Handles.MintAsync(old, CancellationToken.None)).Mint(content);
            HandleContent[] contents = [new(handle, content, HandleContent.Text, SessionWorld.Trusted, [])];

            Assert.False(await _world.Handles.KeepAsync(old, contents, CancellationToken.None));
            Assert.Null(await _world.Handles.FindAsync(Scope, handle, CancellationToken.None));
            Assert.True(await _world.Handles.KeepAsync(anew, contents, CancellationToken.None));
            Assert.NotNull(await _world.Handles.FindAsync(Scope, handle, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Keep_OvertakenByAnErasureAtAnyOperation_LeavesNothing()
    {
        for (var at = 0; ; at++)
        {
            var world = new SessionWorld();
            var (scope, content, reached) = (Scope with { Subject = "ann" }, new byte[600_000], false);
            var handle = (await world.Handles.MintAsync(scope, CancellationToken.None)).Mint(content);
            var operations = 0;
            world.Store.Before = async () =>
            {
                if (operations++ != at) return;
                (reached, world.Store.Before) = (true, null);
                await EraseAsync("ann", world);
            };

            var wasKept = await world.Handles.KeepAsync(scope, [new HandleContent(handle, content, HandleContent.Text, SessionWorld.Trusted, [])], CancellationToken.None);

            world.Store.Before = null;
            if (!reached)
            {
                Assert.True(wasKept);
                break;
            }

            var left = await world.Store.QueryAsync(HandleDocuments.Partition("default", "a"), new DocumentQuery(), CancellationToken.None);
            Assert.Equal([HandleDocuments.KeyId], left.Items.Select(static d => d.Id));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("h_")]
    [InlineData("h_../../../../../../etc/pass")]
    [InlineData("h_AAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Find_WhatIsNoHandle_IsNothing(string handle)
    {
        await KeepAsync(Scope, "x"u8.ToArray());

        Assert.Null(await _world.Handles.FindAsync(Scope, handle, CancellationToken.None));
    }

    private Task<Erasure> EraseAsync(string person, SessionWorld? world = null)
    {
        var at = world ?? _world;
        var erasures = new SubjectErasures(at.Store, at.Barrier, [new SessionSubjects(at.Store, at.Payloads, new SessionErasing(at.Store, at.Payloads), new HandlePurge(at.Store))], [], at.Time);
        return erasures.EraseAsync(new SubjectScope("default", person, null), "operator/ops", CancellationToken.None).AsTask();
    }

    private async Task<string> KeepAsync(HandleScope scope, byte[] content, ContentLabel? label = null)
    {
        var handle = (await _world.Handles.MintAsync(scope, CancellationToken.None)).Mint(content);
        await _world.Handles.KeepAsync(scope, [new HandleContent(handle, content, HandleContent.Text, label ?? SessionWorld.Trusted, [])], CancellationToken.None);
        return handle;
    }
}
