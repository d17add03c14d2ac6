using System.Net;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Notifications;
using AgentFunctions.TestKit.Notifications;
using SmtpServer.Protocol;

namespace AgentFunctions.Gateway.Tests.Notifications;

/// <summary>Against a real SMTP server.</summary>
public sealed class SmtpChannelTests
{
    private const string Password = "canary-password-4711";

    [Fact]
    public async Task Send_Plain_ArrivesAsText()
    {
        await using var server = LocalMailServer.Start();
        await using var channels = Channels(server);
        var value = channels.Event("Schlüssel k-1 läuft ab.");
        Assert.Equal(new SendResult(SendOutcome.Delivered, 250), await channels.SendAsync(Spec(server), value));
        Assert.Equal("alerts@example.com -> ops@example.com, b@example.org", Assert.Single(server.Envelopes));
        var mail = MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(server.Messages))));
        Assert.Equal("[AgentFunctions] warning: Schlüssel k-1 läuft ab.", mail.Subject);
        Assert.Contains("Subject:  keys/k-1", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal($"{value.Id}@agentfunctions.invalid", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(channels.Time.GetUtcNow(), mail.Date);
    }

    [Theory]
    [InlineData("x\r\nBcc: victim@example.com\r\n\r\nbody")]
    [InlineData("x\nBcc: victim@example.com")]
    [InlineData("x\rBcc: victim@example.com")]
    [InlineData("x\u2028Bcc: victim@example.com")]
    [InlineData("x\r\n.\r\nMAIL FROM:<evil@example.com>")]
    public async Task Send_LineBreaksInTheEvent_MakeNoHeadersAndNoCommands(string summary)
    {
        await using var server = LocalMailServer.Start();
        await using var channels = Channels(server);
        Assert.True((await channels.SendAsync(Spec(server), channels.Event(summary) with { Subject = summary, Team = "t" })).IsDelivered);
        var mail = MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(server.Messages))));
        Assert.Empty(mail.Bcc);
        Assert.Null(mail.Headers["Bcc"]);
        Assert.Single(server.Envelopes);
    }

    [Theory]
    [InlineData("ops@example.com\r\nRCPT TO:<x@y.z>", "alerts@example.com")]
    [InlineData("Ops <ops@example.com>", "alerts@example.com")]
    [InlineData("ops@example.com", "alerts@example.com>\r\nDATA")]
    public async Task Send_AddressThatIsNone_IsNotSent(string to, string from)
    {
        await using var server = LocalMailServer.Start();
        await using var channels = Channels(server);
        var spec = Spec(server) with { To = to };
        spec.Smtp!.From = from;
        Assert.Equal(SendErrors.InvalidTarget, (await channels.SendAsync(spec)).Error);
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_TlsWithAuthentication_UsesTheSecret(bool implicitTls)
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var server = LocalMailServer.Start(certificate, implicitTls, "mailer", Password);
        await using var channels = Channels(server);
        channels.Secrets.With("mail", Password);
        var channel = new SmtpChannel(channels.Get<EgressConnector>(), channels.Secrets, channels.Time) { CertificateCheck = (_, c, _, _) => c?.GetCertHashString() == certificate.GetCertHashString() };
        var spec = Spec(server, implicitTls ? "tls" : "starttls", "mailer");
        var result = await channel.SendAsync(new NotificationMessage("default", new Notification("n", spec), channels.Event()), CancellationToken.None);
        Assert.Equal(new SendResult(SendOutcome.Delivered, 250), result);
        Assert.Single(server.Messages);
        Assert.DoesNotContain(Password, server.Messages.First(), StringComparison.Ordinal);
        Assert.Equal([$"localhost:{server.Port}"], channels.Secrets.AskedHosts);

        channels.Secrets.With("mail", "wrong-canary");
        var refused = await channel.SendAsync(new NotificationMessage("default", new Notification("n", spec), channels.Event()), CancellationToken.None);
        Assert.Equal(SendErrors.AuthenticationFailed, refused.Error);
        channels.Secrets.OnlyHost = "other.example";
        Assert.Equal(SendErrors.SecretUnavailable, (await channel.SendAsync(new NotificationMessage("default", new Notification("n", spec), channels.Event()), CancellationToken.None)).Error);
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("starttls", false)]
    [InlineData("tls", true)]
    public async Task Send_CertificateNobodyTrusts_IsNotSent(string security, bool implicitTls)
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var server = LocalMailServer.Start(certificate, implicitTls);
        await using var channels = Channels(server);
        Assert.Equal(SendErrors.TlsFailed, (await channels.SendAsync(Spec(server, security))).Error);
        Assert.Empty(server.Messages);
    }

    /// <summary>A server (or somebody in between) that offers no STARTTLS gets nothing in the clear.</summary>
    [Fact]
    public async Task Send_StartTlsNotOffered_IsNotSentInTheClear()
    {
        await using var server = LocalMailServer.Start();
        await using var channels = Channels(server);
        Assert.Equal(SendErrors.TlsFailed, (await channels.SendAsync(Spec(server, "starttls"))).Error);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task Send_ServerRefuses_StatusDecides()
    {
        await using var server = LocalMailServer.Start();
        await using var channels = Channels(server);
        server.Answers.Enqueue(SmtpResponse.TransactionFailed);
        Assert.Equal(new SendResult(SendOutcome.Refused, 554, SendErrors.MailRefused), await channels.SendAsync(Spec(server)));
        server.Answers.Enqueue(new SmtpResponse((SmtpReplyCode)450, "later, receiver-text"));
        Assert.Equal(new SendResult(SendOutcome.Unavailable, 450, SendErrors.MailRefused), await channels.SendAsync(Spec(server)));
        Assert.DoesNotContain(channels.Logs.Lines, l => l.Contains("receiver-text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_AddressNotAllowed_IsRefused()
    {
        await using var server = LocalMailServer.Start();
        await using var channels = new ChannelHarness();
        channels.Names.With("localhost", "127.0.0.1").With("relay.example", "8.8.8.8");
        Assert.Equal(SendErrors.AddressRefused, (await channels.SendAsync(Spec(server))).Error);
        var spec = Spec(server);
        spec.Smtp!.Host = "relay.example";
        Assert.Equal(SendErrors.AddressRefused, (await channels.SendAsync(spec)).Error);
        spec.Smtp.Host = "absent.example";
        Assert.Equal(SendErrors.NameNotFound, (await channels.SendAsync(spec)).Error);
        Assert.Empty(server.Messages);
    }

    private static ChannelHarness Channels(LocalMailServer server)
    {
        var channels = new ChannelHarness(allowed: new IPEndPoint(IPAddress.Loopback, server.Port));
        channels.Names.With("localhost", "127.0.0.1");
        return channels;
    }

    private static NotificationSpec Spec(LocalMailServer server, string security = "none", string? username = null) => new()
    {
        Channel = "smtp",
        To = "ops@example.com, b@example.org",
        Events = ["*"],
        SecretRef = username is null ? null : "mail",
        Smtp = new SmtpSpec { Host = "localhost", Port = server.Port, From = "alerts@example.com", Security = security, Username = username },
    };
}
