using System.Text;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;

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
        HandleScope[] scopes = [Scope, Scope with { Agent = "b" }, Scope with { TenantId = "other" }, Scope with { Session = "s/1" }, Scope with { Session = "s/2" }];
        var handles = new List<string>();
        foreach (var scope in scopes)
        {
            var mint = await _world.Handles.MintAsync(scope, CancellationToken.None);
            handles.Add(mint.Mint(content));
            Assert.Equal(handles[^1], (await new HandleStore(_world.Store, Microsoft.Extensions.Options.Options.Create(new HandleOptions()), _world.Time).MintAsync(scope, CancellationToken.None)).Mint(content));
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

    private async Task<string> KeepAsync(HandleScope scope, byte[] content)
    {
        var handle = (await _world.Handles.MintAsync(scope, CancellationToken.None)).Mint(content);
        await _world.Handles.KeepAsync(scope, [new HandleContent(handle, content, HandleContent.Text, SessionWorld.Trusted, [])], CancellationToken.None);
        return handle;
    }
}
