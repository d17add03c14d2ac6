using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AgentFunctions.TestKit.Notifications;

/// <summary>A real SMTP server on a loopback port that keeps every message it takes, raw.</summary>
public sealed class LocalMailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Store _store;

    private LocalMailServer(int port, ISmtpServerOptions options, string? user, string? password)
    {
        Port = port;
        _store = new Store(this);
        var services = new ServiceProvider();
        services.Add(_store);
        services.Add(new Users(user, password));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>Messages as they were sent after DATA.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Sender and recipients of each message.</summary>
    public ConcurrentQueue<string> Envelopes { get; } = new();

    /// <summary>What the next messages are answered; 250 when empty.</summary>
    public ConcurrentQueue<SmtpResponse> Answers { get; } = new();

    /// <param name="certificate">null: no TLS.</param>
    /// <param name="implicitTls">TLS from the start rather than STARTTLS.</param>
    /// <param name="user">null: no authentication.</param>
    /// <param name="password">Of the user.</param>
    public static LocalMailServer Start(X509Certificate2? certificate = null, bool implicitTls = false, string? user = null, string? password = null)
    {
        var port = FreePort();
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port)).IsSecure(implicitTls);
                if (certificate is not null) endpoint.Certificate(certificate);
                if (user is not null) endpoint.AuthenticationRequired(true).AllowUnsecureAuthentication(certificate is null);
            })
            .Build();
        return new LocalMailServer(port, options, user, password);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class Store(LocalMailServer server) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            var answer = server.Answers.TryDequeue(out var scripted) ? scripted : SmtpResponse.Ok;
            if (answer.ReplyCode == SmtpReplyCode.Ok)
            {
                server.Envelopes.Enqueue($"{transaction.From.User}@{transaction.From.Host} -> {string.Join(", ", transaction.To.Select(t => $"{t.User}@{t.Host}"))}");
                server.Messages.Enqueue(Encoding.UTF8.GetString(buffer.ToArray()));
            }

            return Task.FromResult(answer);
        }
    }

    private sealed class Users(string? user, string? password) : IUserAuthenticator
    {
        public Task<bool> AuthenticateAsync(ISessionContext context, string given, string secret, CancellationToken cancellationToken) => Task.FromResult(given == user && secret == password);
    }
}
