using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Entra;

/// <summary>People come with app roles; whatever is wrong with a token, it opens nothing.</summary>
public sealed class EntraPeopleTests
{
    [Theory]
    [InlineData("Operator", 200, 200, 403)]
    [InlineData("Auditor", 403, 403, 200)]
    [InlineData("Approver", 403, 403, 403)]
    [InlineData("operator", 403, 403, 403)]
    [InlineData("Platform", 403, 403, 403)]
    public async Task Role_Decides_WhatIsReached(string role, int read, int write, int audit)
    {
        await using var app = await EntraApp.StartAsync();
        var token = app.Directory.Sign(app.Directory.PersonClaims(app.Now, role));

        Assert.Equal(read, await app.ReadAsync(token));
        Assert.Equal(write, (int)(await app.Control.SendAsync(HttpMethod.Put, "/api/resources?dryRun=true", """{"items":[]}""", token)).Status);
        Assert.Equal(role == "Operator" ? 200 : audit, await app.ReadAsync(token, "/api/changes"));
    }

    [Fact]
    public async Task Token_Version1_Counts()
    {
        await using var app = await EntraApp.StartAsync();
        var claims = app.Directory.PersonClaims(app.Now, "Operator");
        (claims["ver"], claims["iss"], claims["aud"], claims["appid"]) = ("1.0", $"https://sts.windows.net/{EntraDirectory.Tenant}/", "api://" + EntraDirectory.Client, claims["azp"]);
        claims.Remove("azp");

        Assert.Equal(200, await app.ReadAsync(app.Directory.Sign(claims)));
    }

    public static TheoryData<string, string, object?> Wrong => new()
    {
        { "audience", "aud", "99999999-9999-9999-9999-999999999999" },
        { "audience of a graph", "aud", "https://graph.microsoft.com" },
        { "no audience", "aud", null },
        { "issuer", "iss", "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0" },
        { "issuer of another directory", "iss", "https://sts.windows.net/22222222-2222-2222-2222-222222222222/" },
        { "issuer of the other version", "iss", "https://sts.windows.net/11111111-1111-1111-1111-111111111111/" },
        { "no issuer", "iss", null },
        { "tenant", "tid", EntraDirectory.OtherTenant },
        { "tenant that is a path", "tid", "../common" },
        { "no tenant", "tid", null },
        { "expired", "exp", 1767225600 - 61 },
        { "without an end", "exp", null },
        { "not yet valid", "nbf", 1767225600 + 120 },
        { "no account", "oid", null },
        { "an account that is no id", "oid", "a/../b" },
        { "a sign-in token, no access token", "azp", null },
        { "a person without a scope", "scp", null },
        { "no version", "ver", null },
        { "a guest by kind", "acct", 1 },
        { "a guest by provider", "idp", "https://sts.windows.net/22222222-2222-2222-2222-222222222222/" },
        { "a guest from outside", "idp", "live.com" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Token_OneClaimWrong_OpensNothing(string why, string claim, object? value)
    {
        await using var app = await EntraApp.StartAsync();
        var claims = app.Directory.PersonClaims(app.Now, "Operator");
        Assert.Equal(200, await app.ReadAsync(app.Directory.Sign(claims)));
        if (value is null) claims.Remove(claim);
        else claims[claim] = value;

        var answer = await app.Control.GetAsync("/api/providers", app.Directory.Sign(claims));

        Assert.True((int)answer.Status == 401, $"{why}: {answer.Status}");
        Assert.Equal("invalid_api_key", answer.Code);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    public async Task Token_OfAnotherAlgorithm_OpensNothing(string algorithm)
    {
        await using var app = await EntraApp.StartAsync();

        Assert.Equal(401, await app.ReadAsync(app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"), algorithm)));
    }

    [Fact]
    public async Task Token_Tampered_OpensNothing()
    {
        await using var app = await EntraApp.StartAsync();
        var auditor = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Auditor")).Split('.');
        var operating = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator")).Split('.');

        foreach (var forged in (string[])[$"{operating[0]}.{operating[1]}.{auditor[2]}", $"{operating[0]}.{operating[1]}.", $"{operating[0]}.{operating[1]}.AAAA", "eyJ.eyJ.x", "eyJhbGciOiJSUzI1NiJ9.e30.x"])
            Assert.Equal(401, await app.ReadAsync(forged));
    }

    [Fact]
    public async Task Token_WhileNoDirectoryIsSet_OpensNothing()
    {
        await using var app = await EntraApp.StartAsync(static options => (options.TenantId, options.ClientId) = (null, null));

        Assert.Equal(401, await app.ReadAsync(app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"))));
        Assert.Equal(0, app.Directory.KeyReads);
    }

    [Fact]
    public async Task Keys_RolledOver_AreFoundAndTheOldOnesGone()
    {
        await using var app = await EntraApp.StartAsync();
        var old = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"));
        Assert.Equal(200, await app.ReadAsync(old));
        app.Directory.Roll("k2");
        app.Control.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(200, await app.ReadAsync(app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"))));
        Assert.Equal(401, await app.ReadAsync(old));
    }

    [Fact]
    public async Task Keys_ThatDoNotExist_AreAskedForAtMostOnceAMinute()
    {
        await using var app = await EntraApp.StartAsync();
        var good = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"));
        Assert.Equal(200, await app.ReadAsync(good));
        var reads = app.Directory.KeyReads;
        await using var other = new EntraDirectory();
        other.Roll("made-up");
        var claims = app.Directory.PersonClaims(app.Now, "Operator");

        for (var i = 0; i < 20; i++) Assert.Equal(401, await app.ReadAsync(other.Sign(claims)));

        Assert.InRange(app.Directory.KeyReads - reads, 0, 1);
        Assert.Equal(200, await app.ReadAsync(good));
    }

    [Fact]
    public async Task Directory_Down_IsRefusedUntilItAnswers_AndKnownKeysGoOn()
    {
        await using var app = await EntraApp.StartAsync();
        app.Directory.IsDown = true;
        var token = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"));
        Assert.Equal(503, await app.ReadAsync(token));
        app.Directory.IsDown = false;
        Assert.Equal(200, await app.ReadAsync(token));
        app.Directory.IsDown = true;
        app.Control.Time.Advance(TimeSpan.FromHours(13));

        Assert.Equal(200, await app.ReadAsync(app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"))));
        Assert.Equal(401, await app.ReadAsync(token));
    }

    [Fact]
    public async Task Guest_WhereGuestsAreLetIn_Counts()
    {
        await using var app = await EntraApp.StartAsync(static options => options.Guests = true);
        var claims = app.Directory.PersonClaims(app.Now, "Operator");
        claims["acct"] = 1;

        Assert.Equal(200, await app.ReadAsync(app.Directory.Sign(claims)));
    }

    [Fact]
    public async Task Principal_OfTheAccount_NarrowsItsRole()
    {
        await using var app = await EntraApp.StartAsync();
        var token = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator", "Auditor"));
        Assert.Equal(200, await app.ReadAsync(token));

        Assert.Equal(201, (int)(await app.Control.PutSpecAsync("principals", EntraDirectory.Person, """{"type":"operator","grants":[{"scopes":["usage:read"]}]}""")).Status);

        Assert.Equal(403, await app.ReadAsync(token));
        Assert.Equal(200, await app.ReadAsync(token, "/api/usage"));
        Assert.Equal(403, await app.ReadAsync(app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Auditor")), "/api/usage"));
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 403)]
    public async Task KeysOfPeople_Off_AreRefusedAndTokensAreNot(bool people, int expected)
    {
        await using var app = await EntraApp.StartAsync(people: people);
        var token = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"));
        Assert.Equal(expected, await app.ReadAsync(ControlApp.AdminKey));
        Assert.Equal(201, (int)(await app.Control.SendAsync(HttpMethod.Put, "/api/principals/ops", """{"spec":{"type":"operator"}}""", token)).Status);
        Assert.Equal(201, (int)(await app.Control.SendAsync(HttpMethod.Put, "/api/principals/ci", """{"spec":{"type":"app","grants":[{"scopes":["usage:read"]}]}}""", token)).Status);
        var operatorKey = (await app.Control.SendAsync(HttpMethod.Post, "/api/keys", """{"principal":"ops"}""", token)).Json.GetProperty("key").GetString()!;
        var appKey = (await app.Control.SendAsync(HttpMethod.Post, "/api/keys", """{"principal":"ci"}""", token)).Json.GetProperty("key").GetString()!;

        Assert.Equal(expected, await app.ReadAsync(operatorKey));
        Assert.Equal(200, await app.ReadAsync(appKey, "/api/usage"));
    }

    [Fact]
    public async Task Tenant_OfAnotherName_IsRefused()
    {
        await using var app = await EntraApp.StartAsync();
        var token = app.Directory.Sign(app.Directory.PersonClaims(app.Now, "Operator"));
        Assert.Equal(201, (int)(await app.Control.PutSpecAsync("tenants", "acme", "{}")).Status);

        Assert.Equal(403, (int)(await app.Control.SendAsync(HttpMethod.Get, "/api/providers", null, token, ("x-tenant-id", "acme"))).Status);
    }
}
