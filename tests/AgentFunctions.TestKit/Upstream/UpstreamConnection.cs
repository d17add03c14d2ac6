using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AgentFunctions.TestKit.Upstream;

/// <summary>One connection: reads a request, plays its script, watches meanwhile whether the client lets go.</summary>
internal sealed class UpstreamConnection(ScriptedUpstream upstream, Socket socket, X509Certificate2? certificate, CancellationToken stop)
{
    private const int MaxHead = 64 * 1024;
    private byte[] _received = new byte[16 * 1024];
    private Stream _stream = Stream.Null;
    private int _count;

    public async Task ServeAsync()
    {
        await using var plain = new NetworkStream(socket, ownsSocket: true);
        try
        {
            _stream = certificate is null ? plain : await SecureAsync(plain, certificate);
            while (await ReadRequestAsync() is { } request)
                if (!await PlayAsync(request, upstream.Take(request))) return;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            // The client went, or the test is over.
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, X509Certificate2 own)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = own }, stop);
        return secure;
    }

    private async Task<UpstreamRequest?> ReadRequestAsync()
    {
        int head;
        while ((head = _received.AsSpan(0, _count).IndexOf("\r\n\r\n"u8)) < 0)
            if (_count > MaxHead || !await ReceiveAsync()) return null;

        var lines = Encoding.Latin1.GetString(_received, 0, head).Split("\r\n");
        Consume(head + 4);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(static line => new KeyValuePair<string, string>(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())).ToArray();
        var length = headers.Where(static header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Select(static header => int.Parse(header.Value, CultureInfo.InvariantCulture)).SingleOrDefault();
        var isChunked = headers.Any(static header => header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        var body = isChunked ? await ReadChunkedAsync() : await ReadExactlyAsync(length);
        return new UpstreamRequest { Method = first[0], Target = first[1], Headers = headers, Body = body };
    }

    /// <summary>Plays the script; false when the connection is over.</summary>
    private async Task<bool> PlayAsync(UpstreamRequest request, UpstreamReply reply)
    {
        using var playing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = WatchAsync(request, playing);
        var isChunked = !reply.Headers.Exists(static header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        var hasHead = false;
        try
        {
            foreach (var step in reply.Steps)
            {
                switch (step)
                {
                    case UpstreamStep.Wait wait:
                        if (!hasHead) await SendHeadAsync(reply, isChunked);
                        hasHead = true;
                        await wait.Gate.WaitAsync(playing.Token);
                        break;
                    case UpstreamStep.Delay delay:
                        await Task.Delay(delay.Span, playing.Token);
                        break;
                    case UpstreamStep.Write write:
                        if (!hasHead) await SendHeadAsync(reply, isChunked);
                        hasHead = true;
                        await SendAsync(isChunked ? Chunk(write.Bytes) : write.Bytes);
                        break;
                    case UpstreamStep.Stall:
                        if (!hasHead) await SendHeadAsync(reply, isChunked);
                        await Task.Delay(Timeout.Infinite, playing.Token);
                        break;
                    case UpstreamStep.Reset:
                        socket.LingerState = new LingerOption(true, 0);
                        return false;
                    default:
                        return false;
                }
            }

            if (!hasHead) await SendHeadAsync(reply, isChunked);
            if (isChunked) await SendAsync("0\r\n\r\n"u8.ToArray());
            request.MarkAnswered();
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            if (!stop.IsCancellationRequested) request.MarkClientGone();
            return false;
        }
        finally
        {
            await playing.CancelAsync();
            await watching;
        }
    }

    /// <summary>Reads on while the answer is written: the end of the connection means that the client let go.</summary>
    private async Task WatchAsync(UpstreamRequest request, CancellationTokenSource playing)
    {
        try
        {
            while (true)
            {
                if (await ReceiveAsync(playing.Token)) continue;
                if (!request.Answered.IsCompleted) request.MarkClientGone();
                await playing.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The answer is over.
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            if (!request.Answered.IsCompleted) request.MarkClientGone();
            await playing.CancelAsync();
        }
    }

    private Task SendHeadAsync(UpstreamReply reply, bool isChunked)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Scripted\r\n");
        foreach (var (name, value) in reply.Headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (isChunked) head.Append("Transfer-Encoding: chunked\r\n");
        return SendAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()));
    }

    private async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, stop);

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. bytes, .. "\r\n"u8];

    private async Task<byte[]> ReadChunkedAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            int line;
            while ((line = _received.AsSpan(0, _count).IndexOf("\r\n"u8)) < 0)
                if (!await ReceiveAsync()) throw new IOException("The client went within a chunk.");
            var size = int.Parse(Encoding.ASCII.GetString(_received, 0, line).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Consume(line + 2);
            body.Write(await ReadExactlyAsync(size));
            await ReadExactlyAsync(2);
            if (size == 0) return body.ToArray();
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int length)
    {
        while (_count < length)
            if (!await ReceiveAsync()) throw new IOException("The client went within its body.");
        var bytes = _received[..length];
        Consume(length);
        return bytes;
    }

    private Task<bool> ReceiveAsync() => ReceiveAsync(stop);

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_count == _received.Length) Array.Resize(ref _received, _received.Length * 2);
        var read = await _stream.ReadAsync(_received.AsMemory(_count), cancellationToken);
        _count += read;
        return read > 0;
    }

    private void Consume(int count)
    {
        _received.AsSpan(count, _count - count).CopyTo(_received);
        _count -= count;
    }
}
